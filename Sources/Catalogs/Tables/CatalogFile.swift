internal import FITS
internal import Files
internal import Sky

/// Reading a catalog whatever it is: a FITS table, a VOTable or CSV; its first bytes tell.
package enum CatalogFile {
  package static func read(_ path: String, columns: CatalogColumns) throws -> CSVTable {
    let contents = try Decompression.contents(of: path, limit: CSVTable.largestFile)
    defer { withExtendedLifetime(contents) {} }
    let bytes = contents.bytes
    if bytes.starts(with: Array("SIMPLE  =".utf8)) {
      return try fits(path, columns)
    }
    let text = bytes.drop { [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].contains($0) }
    if text.first == UInt8(ascii: "<") {
      return try VOTableReader(
        bytes, source: path, columns: columns, remarks: contents.remarks
      ).table()
    }
    if let first = text.first, "\\|".utf8.contains(first) {
      throw SurveyError(
        "cannot read the catalog \(path): it is an IPAC table; save it as CSV, FITS or VOTable")
    }
    return contents.isMapped
      ? try CSVTable(reading: path, isCatalog: true)
      : try CSVTable(bytes: bytes, source: path, isCatalog: true, remarks: contents.remarks)
  }

  /// The first table of a FITS file that has positions.
  private static func fits(_ path: String, _ columns: CatalogColumns) throws -> CSVTable {
    let file = try FITSFile(reading: path, limit: CSVTable.largestFile)
    var failure: (any Error)?
    for unit in 1..<max(1, file.unitCount) {
      let header = try file.header(of: unit)
      guard header.string("XTENSION") == "BINTABLE", header.bool("ZIMAGE") != true,
        let count = header.int("TFIELDS")
      else { continue }
      let fields = (1..<count + 1).map { number in
        let form = header.string("TFORM\(number)") ?? ""
        let digits = form.prefix { $0.isNumber }
        let letter = form.dropFirst(digits.count).first ?? "?"
        return CatalogField(
          name: header.string("TTYPE\(number)") ?? "COLUMN\(number)",
          ucd: header.string("TUCD\(number)"), unit: header.string("TUNIT\(number)"),
          isSimple: letter == "A" || "LBIJKED".contains(letter) && (digits.isEmpty || digits == "1")
        )
      }
      do {
        let choice = try CatalogChoice(fields, columns: columns, source: path)
        let names = choice.wanted.map { fields[$0].name }
        let table = try file.table(of: unit, columns: names)
        return CSVTable(choice, names, table: table, of: path, remarks: file.remarks)
      } catch { failure = failure ?? error }
    }
    throw failure ?? SurveyError("the catalog \(path) holds no binary table; give one that does")
  }
}

extension CSVTable {
  fileprivate init(
    _ choice: CatalogChoice, _ names: [String], table: Table, of path: String,
    remarks: [FileRemark]
  ) {
    let texts = names.map { name in table[name].map { Self.texts($0.values) } ?? [] }
    let rows = (0..<table.rowCount).map { row in
      Row(line: row + 1, fields: texts.map { $0[row] })
    }
    self.init(wanted: choice, columns: names, rows: rows, source: path, remarks: remarks)
  }

  private static func texts(_ values: Column.Values) -> [String] {
    switch values {
    case .bool(let values): values.map { $0 ? "true" : "false" }
    case .int16(let values): values.map(String.init)
    case .int32(let values): values.map(String.init)
    case .int64(let values), .integers(_, let values): values.map(String.init)
    case .float(let values), .floats(_, let values): values.map { String(Double($0)) }
    case .double(let values), .doubles(_, let values): values.map { String($0) }
    case .string(let values): values.map { String($0.drop { $0 == " " }) }
    }
  }
}
