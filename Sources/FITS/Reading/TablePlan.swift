/// How the rows of a binary table are laid out, as its header says and as its size bears out.
struct TablePlan {
  struct Field {
    /// From 1, as FITS counts.
    var number: Int
    var name: String
    var format: ColumnFormat
    /// TFORM, TUNIT, TUCD, TCOMM and TDISP of this column.
    var texts: [String: String]
  }

  var fields: [Field] = []
  var rowCount: Int

  /// - Parameter doing: how an error begins.
  init(_ layout: UnitLayout, _ doing: String) throws(FITSError) {
    rowCount = layout.shape[0]
    var values: [String: HeaderValue] = [:]
    for card in layout.header.cards where values[card.keyword] == nil {
      values[card.keyword] = card.value
    }
    var width = 0
    for number in 1..<(1 + (layout.header.int("TFIELDS") ?? 0)) {
      let field = try Self.field(number, values, doing)
      width += field.format.byteCount ?? 0
      fields.append(field)
    }
    guard width == layout.shape[1], width > 0 || rowCount == 0 else {
      throw FITSError("\(doing): its columns make \(width) bytes a row, not \(layout.shape[1])")
    }
  }

  private static func field(
    _ number: Int, _ values: [String: HeaderValue], _ doing: String
  ) throws(FITSError) -> Field {
    var texts: [String: String] = [:]
    for keyword in ["TTYPE", "TFORM", "TUNIT", "TUCD", "TCOMM", "TDISP"] {
      if case .string(let text)? = values["\(keyword)\(number)"] { texts[keyword] = text }
    }
    func scaling(_ keyword: String, _ standard: Double) -> Double {
      switch values["\(keyword)\(number)"] {
      case .int(let number)?: Double(number)
      case .double(let number)?: number
      default: standard
      }
    }
    guard let form = texts["TFORM"],
      let format = ColumnFormat(form, scale: scaling("TSCAL", 1), zero: scaling("TZERO", 0)),
      format.byteCount != nil
    else { throw FITSError("\(doing): TFORM\(number) is missing or malformed") }
    let name = texts["TTYPE"] ?? ""
    return Field(
      number: number, name: name.isEmpty ? "COLUMN\(number)" : name, format: format, texts: texts)
  }
}
