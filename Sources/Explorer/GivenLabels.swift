internal import Catalogs
internal import Console
internal import Files
internal import Foundation
internal import Tables

/// Labels that a person gives to sources, and the catalog they are kept in: `id,ra,dec,class`, as
/// `evaluate` and `teach` read it.
///
/// The file is replaced as a whole at every change. Lines of a file that is there already stay, those of sources
/// that this run does not have, too.
package struct GivenLabels {
  /// Which source a line is about.
  package struct Source: Equatable {
    package var id: String
    package var ra, dec: Double

    package init(id: String, ra: Double, dec: Double) {
      (self.id, self.ra, self.dec) = (id, ra, dec)
    }
  }

  package struct Entry: Encodable, Equatable {
    package var row: Int
    package var label: String

    package init(row: Int, label: String) {
      (self.row, self.label) = (row, label)
    }
  }

  /// Nil where they are kept only while the program runs.
  package let path: String?
  private let sources: [Source]
  private var byRow: [Int: String] = [:]
  private var others: [[String]] = []

  private static let head = ["id", "ra", "dec", "class"]

  package init(of sources: [Source], in path: String?) throws {
    (self.sources, self.path) = (sources, path)
    guard let path, FileManager.default.fileExists(atPath: path) else { return }
    let table = try CSVTable(reading: path)
    guard table.columns == Self.head else {
      throw CommandFailure(
        "cannot keep labels in \(path): its columns are \(table.columns.joined(separator: ",")), not "
          + "\(Self.head.joined(separator: ",")); name another file with --labels-out")
    }
    let rows = Dictionary(sources.indices.map { (sources[$0].id, [$0]) }, uniquingKeysWith: +)
    for line in table.rows {
      guard line.fields.count == Self.head.count else {
        throw CommandFailure(
          "cannot keep labels in \(path): line \(line.line) has \(line.fields.count) fields, not "
            + "\(Self.head.count); mend it or name another file with --labels-out")
      }
      let (ra, dec) = (Double(line.fields[1]), Double(line.fields[2]))
      let row = rows[line.fields[0]]?.first { isSame(sources[$0], ra: ra, dec: dec) }
      if let row { byRow[row] = line.fields[3] } else { others.append(line.fields) }
    }
  }

  /// Names come again in other fields; a source is its name and its place.
  private func isSame(_ source: Source, ra: Double?, dec: Double?) -> Bool {
    guard let ra, let dec else { return !source.ra.isFinite }
    return abs(source.ra - ra) < 1e-5 && abs(source.dec - dec) < 1e-5
  }

  package var entries: [Entry] {
    byRow.sorted { $0.key < $1.key }.map { Entry(row: $0.key, label: $0.value) }
  }

  package subscript(row: Int) -> String? { byRow[row] }

  /// Gives rows a label, or takes it back; if the file cannot be written nothing is changed.
  package mutating func give(_ label: String?, to rows: [Int]) throws {
    var changed = self
    for row in rows { changed.byRow[row] = label }
    if let path { try AtomicFile.write(changed.text, to: path) }
    self = changed
  }

  /// A word as it is kept: STAR, GALAXY, ARTEFACT or a user's own; nil where it is none.
  ///
  /// Letters, digits, blanks, - and _, at most 40, a letter first: so that no spreadsheet takes it for a formula.
  package static func word(_ text: String) -> String? {
    let text = text.trimmingCharacters(in: .whitespaces)
    guard let first = text.first, first.isLetter, text.count <= 40,
      text.allSatisfy({ $0.isLetter || $0.isNumber || " -_".contains($0) })
    else { return nil }
    return ["star", "galaxy", "artefact"].contains(text.lowercased()) ? text.uppercased() : text
  }

  /// The catalog, lines of other sources first.
  package var text: String {
    let own = byRow.sorted { $0.key < $1.key }.map { row, label in
      let source = sources[row]
      return [source.id, degrees(source.ra), degrees(source.dec), label]
    }
    return ([Self.head] + others + own).map { line in
      // A line that begins with # would be a comment.
      line.map { CSVText.quoted($0, also: "#") }.joined(separator: ",") + "\n"
    }.joined()
  }

  private func degrees(_ value: Double) -> String {
    value.isFinite ? String(format: "%.7f", value) : ""
  }
}
