internal import Foundation

/// The rows of a BINARY or BINARY2 stream: big-endian numbers, one cell after another.
struct VOTableBinary {
  struct Broken: Error { let reason: String }

  let fields: [VOTableField]
  /// BINARY2: every row begins with a bit for each field that has no value.
  let hasNulls: Bool
  let data: Data
  private var position = 0

  init(fields: [VOTableField], hasNulls: Bool, data: Data) {
    (self.fields, self.hasNulls, self.data) = (fields, hasNulls, data)
  }

  mutating func rows(wanted: [Int]) throws(Broken) -> [CSVTable.Row] {
    var rows: [CSVTable.Row] = []
    while position < data.count {
      let row = rows.count + 1
      let nulls = hasNulls ? Array(try take((fields.count + 7) / 8, row)) : []
      var cells: [String] = []
      for (index, field) in fields.enumerated() {
        let text = try cell(field, row)
        let isNull = hasNulls && nulls[index / 8] >> (7 - UInt8(index % 8)) & 1 == 1
        cells.append(isNull ? "" : text)
      }
      rows.append(CSVTable.Row(line: row, fields: wanted.map { cells[$0] }))
    }
    return rows
  }

  private mutating func cell(_ field: VOTableField, _ row: Int) throws(Broken) -> String {
    let sizes = [
      "boolean": 1, "unsignedByte": 1, "short": 2, "int": 4, "long": 8, "char": 1,
      "unicodeChar": 2, "float": 4, "double": 8, "floatComplex": 8, "doubleComplex": 16,
    ]
    var count = field.count ?? 0
    if field.count == nil { count = Int(UInt32(truncatingIfNeeded: Self.number(try take(4, row)))) }
    guard field.datatype != "bit" else {
      _ = try take((count + 7) / 8, row)
      return ""
    }
    guard let size = sizes[field.datatype] else {
      throw Broken(
        reason: "field \(field.name.onOneLine) has the unknown datatype "
          + "'\(field.datatype.onOneLine)'")
    }
    let bytes = try take(size * count, row)
    if field.isText {
      let text =
        field.datatype == "char"
        ? String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        : String(
          decoding: stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
          }, as: UTF16.self)
      return text.trimmingCharacters(in: CharacterSet(charactersIn: " \0"))
    }
    guard count == 1 else { return "" }
    let bits = Self.number(bytes)
    switch field.datatype {
    case "boolean":
      let letter = UInt8(truncatingIfNeeded: bits)
      return "Tt1".utf8.contains(letter) ? "true" : "Ff0".utf8.contains(letter) ? "false" : ""
    case "unsignedByte": return String(UInt8(truncatingIfNeeded: bits))
    case "short": return String(Int16(truncatingIfNeeded: bits))
    case "int": return String(Int32(truncatingIfNeeded: bits))
    case "long": return String(Int64(bitPattern: bits))
    case "float": return String(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
    case "double": return String(Double(bitPattern: bits))
    default: return ""
    }
  }

  private mutating func take(_ count: Int, _ row: Int) throws(Broken) -> Data.SubSequence {
    guard count >= 0, count <= data.count - position else {
      throw Broken(reason: "its data end within row \(row); fetch it again")
    }
    let start = data.startIndex + position
    position += count
    return data[start..<start + count]
  }

  /// Up to eight bytes as a number, the first one highest.
  private static func number(_ bytes: Data.SubSequence) -> UInt64 {
    bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
