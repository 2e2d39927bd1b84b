/// How the rows of a binary table are laid out, as its header says and as its size bears out.
struct TablePlan {
  struct Field {
    /// From 1, as FITS counts.
    var number: Int
    var name: String
    var format: ColumnFormat
    /// TNULL: the whole number that stands for none.
    var blank: Int?
    /// TFORM, TUNIT, TUCD, TCOMM and TDISP of this column.
    var texts: [String: String]
  }

  var fields: [Field] = []
  var rowCount: Int
  var rowBytes: Int

  /// - Parameter doing: how an error begins.
  init(_ layout: UnitLayout, _ doing: String) throws(FITSError) {
    (rowCount, rowBytes) = (layout.shape[0], layout.shape[1])
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
    guard width == rowBytes, width > 0 || rowCount == 0 else {
      throw FITSError("\(doing): its columns make \(width) bytes a row, not \(rowBytes)")
    }
  }

  private static func field(
    _ number: Int, _ values: [String: HeaderValue], _ doing: String
  ) throws(FITSError) -> Field {
    var texts: [String: String] = [:]
    for keyword in ["TTYPE", "TFORM", "TUNIT", "TUCD", "TCOMM", "TDISP"] {
      if case .string(let text)? = values["\(keyword)\(number)"] { texts[keyword] = text }
    }
    func scaling(_ keyword: String, _ standard: Double) throws(FITSError) -> Double {
      guard let value = values["\(keyword)\(number)"], value != .undefined else { return standard }
      guard let scaling = value.number else {
        throw FITSError("\(doing): its \(keyword)\(number) is not a number")
      }
      return scaling
    }
    let (scale, zero) = (try scaling("TSCAL", 1), try scaling("TZERO", 0))
    guard let form = texts["TFORM"], let format = ColumnFormat(form, scale: scale, zero: zero),
      format.byteCount != nil
    else { throw FITSError("\(doing): TFORM\(number) is missing or malformed") }
    var blank: Int?
    // Floats say NaN themselves; CFITSIO takes no notice of their TNULL either.
    if format.isWhole, let value = values["TNULL\(number)"], value != .undefined {
      blank = value.whole
      guard blank != nil else {
        throw FITSError("\(doing): its TNULL\(number) is not a whole number")
      }
    }
    let name = texts["TTYPE"] ?? ""
    return Field(
      number: number, name: name.isEmpty ? "COLUMN\(number)" : name, format: format, blank: blank,
      texts: texts)
  }
}
