internal import FITS

/// Classes on their way from a catalog into a cutout set, which nobody may look at on the way.
///
/// The only thing that can be done with them is to write them down beside the cutouts; from there
/// only `LabelledCatalog` reads them.
package struct SealedClasses: Sendable {
  private let texts: [String]

  init(_ texts: [String]) {
    self.texts = texts
  }

  /// The column of a cutout set's table for the given rows of the catalog.
  func column(rows: [Int]) -> Column {
    Column(
      name: CutoutColumns.sourceClass, ucd: "src.class",
      description: "Class as the catalog has it; never used in training or scoring",
      values: .string(rows.map { texts[$0] }))
  }

  /// A number that differs between lists of classes; it tells nothing about them.
  func mix(into fingerprint: inout Fingerprint) {
    for text in texts { fingerprint.mix(text) }
  }
}
