internal import Catalogs
internal import Pipelines

/// The tables of a VOTable: rows, and fields with units, UCDs and what they say of themselves.
package enum VOTableFacts {
  package static func facts(of path: String) throws -> FileFacts.Found {
    let outline = try VOTableOutline(of: path)
    var facts: [FileFacts.Fact] = []
    for table in outline.tables {
      let rows = table.rows.map { "\($0) rows" } ?? "rows in binary"
      let name = table.name.isEmpty ? "" : "\(table.name), "
      facts.append(.init("table", "\(name)\(rows), \(table.fields.count) columns"))
      facts += table.fields.map { field in
        let unit = field.unit.map { " [\($0)]" } ?? ""
        let ucd = field.ucd.map { " (\($0))" } ?? ""
        let words = field.description.map { " \($0)" } ?? ""
        return .init("  " + field.name, "\(field.datatype)\(unit)\(words)\(ucd)")
      }
    }
    facts += outline.remarks.map { .init($0.name, $0.value) }
    let tables = outline.tables.map { table in
      Datum.object([
        "name": .text(table.name), "columns": .texts(table.fields.map(\.name)),
        "rows": table.rows.map(Datum.whole) ?? .number(.nan),
        "units": .object(
          table.fields.reduce(into: [:]) { units, field in
            units[field.name] = field.unit.map(Datum.text)
          }),
      ])
    }
    var data = outline.remarks.reduce(into: [String: Datum]()) { data, remark in
      data[remark.name.lowercased()] = .text(remark.value)
    }
    data["tables"] = .list(tables)
    return ("a table (VOTable)", facts, data)
  }
}
