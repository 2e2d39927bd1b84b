internal import Console
internal import Files
internal import Foundation

/// Numbers found of several representations, a row of each: what the commands of `describe` write.
package struct RepresentationReport<Row: Codable>: Codable {
  /// What was judged, and by what.
  package var of: String
  package var rows: [Row]
  /// Program, command and inputs.
  package var provenance: [String: String]?

  package init(of subject: String, rows: [Row]) { (of, self.rows) = (subject, rows) }

  /// - Parameter provenance: program, command and inputs, by keyword.
  package func write(to path: String, provenance: [String: String]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    var result = self
    result.provenance = provenance
    try ResultFile.write(try encoder.encode(result), to: path)
  }
}

/// A representation's name and what was found of it.
package struct NamedFinding<Finding: Codable>: Codable {
  package var name: String
  package var found: Finding

  package init(_ name: String, _ found: Finding) { (self.name, self.found) = (name, found) }
}
