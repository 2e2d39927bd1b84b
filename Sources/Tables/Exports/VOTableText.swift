internal import Console
package import FITS
package import Files

/// A table as a VOTable 1.4 document (IVOA 2019) with units, UCDs and descriptions.
package enum VOTableText {
  package static func document(_ table: Table, name: String, provenance: Provenance) -> String {
    text(table, name: name, provenance: provenance).whole
  }

  package static func text(
    _ table: Table, name: String, provenance: Provenance
  ) -> TableText {
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
      <RESOURCE>

      """
    for entry in provenance.entries {
      text += "<INFO name=\"\(VisibleText.escaped(entry.keyword))\""
      text += " value=\"\(VisibleText.escaped(entry.text))\"/>\n"
    }
    text += "<COOSYS ID=\"ICRS\" system=\"ICRS\"/>\n"
    text += "<TABLE name=\"\(VisibleText.escaped(name))\" nrows=\"\(table.rowCount)\">\n"
    for column in table.columns { text += field(column) }
    text += "<DATA><TABLEDATA>\n"
    return TableText(
      head: text, end: "</TABLEDATA></DATA>\n</TABLE>\n</RESOURCE>\n</VOTABLE>\n",
      rowCount: table.rowCount
    ) { rows($0, of: table) }
  }

  private static func rows(_ rows: Range<Int>, of table: Table) -> String {
    var text = ""
    for row in rows {
      text += "<TR>"
      for column in table.columns {
        let cells = column.values.cells(row).map { VisibleText.escaped($0 ?? "NaN") }
        text += "<TD>\(cells.joined(separator: " "))</TD>"
      }
      text += "</TR>\n"
    }
    return text
  }

  private static func field(_ column: Column) -> String {
    var text = "<FIELD name=\"\(VisibleText.escaped(column.name))\" \(type(of: column.values))"
    if let unit = column.unit { text += " unit=\"\(VisibleText.escaped(unit))\"" }
    if let ucd = column.ucd {
      text += " ucd=\"\(VisibleText.escaped(ucd))\""
      if ucd.hasPrefix("pos.eq.") { text += " ref=\"ICRS\"" }
    }
    guard let description = column.description else { return text + "/>\n" }
    return text + "><DESCRIPTION>\(VisibleText.escaped(description))</DESCRIPTION></FIELD>\n"
  }

  private static func type(of values: Column.Values) -> String {
    switch values {
    case .bool: "datatype=\"boolean\""
    case .int16: "datatype=\"short\""
    case .int32: "datatype=\"int\""
    case .int64: "datatype=\"long\""
    case .float: "datatype=\"float\""
    case .double: "datatype=\"double\""
    case .string(let texts):
      "datatype=\"\(texts.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } } ? "char" : "unicodeChar")\""
        + " arraysize=\"*\""
    case .integers(let width, _): "datatype=\"long\" arraysize=\"\(width)\""
    case .floats(let width, _): "datatype=\"float\" arraysize=\"\(width)\""
    case .doubles(let width, _): "datatype=\"double\" arraysize=\"\(width)\""
    }
  }
}
