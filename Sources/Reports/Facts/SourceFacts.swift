internal import Console
internal import FITS
internal import Foundation
internal import Sky
internal import Tables

/// All that a table says of one source, and where on the web its sky is shown.
package struct SourceFacts: Encodable {
  package let file, source: String
  /// Every column by its name.
  package let data: [String: Datum]
  /// Addresses by the name of who shows it; empty where it has no place on the sky.
  package let links: [String: String]
  /// The same for a person.
  package let lines: [String]

  private enum CodingKeys: CodingKey { case file, source, data, links }

  /// The sources of that name in the first table of a FITS file that has names.
  ///
  /// - Parameter name: an ID, or FIELD/ID where several fields have it.
  package static func all(named name: String, in path: String) throws -> [SourceFacts] {
    var isFolder: ObjCBool = false
    guard
      !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) || !isFolder.boolValue
    else {
      throw CommandFailure(
        "cannot look for the source \(name) in \(path): it is a folder; give a table, codes or scores say"
      )
    }
    let file = try FITSFile(reading: path)
    for unit in 0..<file.unitCount where (try? file.header(of: unit).value("TFIELDS")) != nil {
      let table = try file.table(of: unit)
      guard case .string(let ids)? = table[.id]?.values else { continue }
      var fields = [String](repeating: "", count: ids.count)
      if case .string(let known)? = table[.field]?.values { fields = known }
      let rows = ids.indices.filter { ids[$0] == name || "\(fields[$0])/\(ids[$0])" == name }
      guard !rows.isEmpty else {
        throw CommandFailure(
          "cannot find the source \(name) in \(path): none of its \(counted(ids.count, "source")) is called so"
        )
      }
      return rows.map { SourceFacts(table, row: $0, of: path, name: ids[$0]) }
    }
    throw CommandFailure(
      "cannot look for the source \(name) in \(path): it holds no table with a column ID")
  }

  private init(_ table: Table, row: Int, of path: String, name: String) {
    (file, source) = (path, name)
    var (data, told): ([String: Datum], [(String, String)]) = ([:], [])
    for column in table.columns {
      let cells = column.values.cells(row)
      let isText = if case .string = column.values { true } else { false }
      let values = cells.map { cell -> Datum in
        isText ? .text(cell ?? "") : cell.map(Datum.init(reading:)) ?? .number(.nan)
      }
      data[column.name] = column.values.isWide ? .list(values) : values.first
      let text = cells.map { $0 ?? "–" }.joined(separator: " ")
      told.append((column.name, text + (column.unit.map { " \($0)" } ?? "")))
    }
    let place = (table[.ra]?.doubles?[row], table[.dec]?.doubles?[row])
    let position = place.0.flatMap { ra in place.1.map { SkyPosition(ra: ra, dec: $0) } }
    let shown = SkyViewer.all.compactMap { viewer in
      position.flatMap(viewer.address(of:)).map { (viewer.name, $0) }
    }
    self.data = data
    links = Dictionary(uniqueKeysWithValues: shown)
    let width = (told + shown).map(\.0.count).max() ?? 0
    lines =
      ["\(VisibleText.plain(name)) in \(VisibleText.plain(path))"]
      + (told + shown).map {
        "  " + $0.padding(toLength: width + 2, withPad: " ", startingAt: 0) + VisibleText.plain($1)
      }
  }
}
