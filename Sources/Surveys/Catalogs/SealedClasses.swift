internal import FITS

/// Classes on their way from a catalog into a cutout set, which nobody may look at on the way.
///
/// The only thing that can be done with them is to write them down beside the cutouts; from there
/// only `LabelledCatalog` reads them.
package struct SealedClasses: Sendable {
  private let texts: [String]
  /// The catalog's name for the column: 6 is a star in "type" only.
  private let column: String

  init(_ texts: [String], of column: String) {
    self.texts = texts
    self.column = column
  }

  /// The column of a cutout set's table for the given rows of the catalog.
  func column(rows: [Int]) -> Column {
    Column(
      name: CutoutColumns.sourceClass, ucd: "src.class",
      description: "Column \(column) of the catalog; never used in training or scoring",
      values: .string(rows.map { texts[$0] }))
  }

  /// The catalog's name for the column that was written down, from its description.
  static func originalName(in description: String?) -> String {
    let match = description?.prefixMatch(of: /Column (.+) of the catalog;/)
    return match.map { String($0.1) } ?? CutoutColumns.sourceClass
  }

  /// A number that differs between lists of classes; it tells nothing about them.
  func mix(into fingerprint: inout Fingerprint) {
    for text in texts { fingerprint.mix(text) }
  }
}
