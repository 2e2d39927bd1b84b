internal import Console
package import FITS
package import Files
internal import Foundation

/// Sources as a region file for DS9: stars yellow, galaxies cyan, P_STAR (else P_CLUSTERS) beside each.
///
/// Without scores all are green and bear no text. Star, galaxy and the field are tags: DS9's groups of regions.
package enum RegionText {
  package static func document(
    _ table: Table, of path: String, provenance: Provenance
  ) throws -> String {
    guard let ra = table[.ra]?.doubles, let dec = table[.dec]?.doubles else {
      throw CommandFailure(
        "cannot make regions of \(path): it has no columns RA and DEC; give codes, scores or a "
          + "cutout set's catalog")
    }
    let fields: [String]? =
      if case .string(let names)? = table[.field]?.values { names } else { nil }
    let scores = (table[.pStar] ?? table[.pClusters])?.doubles
    var text = "# Region file format: DS9 version 4.1\n"
    for entry in provenance.entries { text += "# \(entry.keyword): \(line(entry.text))\n" }
    text += "global color=green width=1 font=\"helvetica 10 normal roman\" select=1\nicrs\n"
    for (row, place) in zip(ra, dec).enumerated() where place.0.isFinite && place.1.isFinite {
      text += String(format: "circle(%.6f,%.6f,2.5\")", place.0, place.1)
      var words: [String] = []
      if let score = scores?[row], score.isFinite {
        let kind = score > 0.5 ? ("yellow", "star") : ("cyan", "galaxy")
        words = ["color=\(kind.0)", String(format: "text={%.2f}", score), "tag={\(kind.1)}"]
      }
      if let field = fields?[row], !field.isEmpty {
        words.append("tag={\(line(field).replacing("{", with: "(").replacing("}", with: ")"))}")
      }
      text += words.isEmpty ? "\n" : " # \(words.joined(separator: " "))\n"
    }
    return text
  }

  /// Kept to one line: a region file means what its lines say.
  private static func line(_ text: String) -> String {
    String(VisibleText.plain(text).map { $0.isNewline ? " " : $0 })
  }
}
