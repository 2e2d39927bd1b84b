internal import CFITSIO
internal import Foundation

/// Reading one column of a binary table whose layout has been checked.
struct ColumnReading {
  var field: TablePlan.Field
  var rowCount: Int
  var reader: MemoryReader
  /// How an error begins.
  var doing: String

  func values() throws(FITSError) -> Column.Values {
    let format = field.format
    let width = format.repeatCount
    let isWide = width != 1
    switch (format.code, format.wholeBits) {
    case ("L", _):
      return .bool(try numbers(TLOGICAL, blank: 0 as UInt8).map { $0 == 1 })
    case ("A", _):
      return .string(try strings(width))
    case (_, _?) where isWide:
      return .integers(width: width, try numbers(TLONGLONG, blank: 0 as Int64))
    case (_, 16): return .int16(try numbers(TSHORT, blank: 0 as Int16))
    case (_, 32): return .int32(try numbers(TINT, blank: 0 as Int32))
    case (_, 64): return .int64(try numbers(TLONGLONG, blank: 0 as Int64))
    case ("E", _) where !format.isScaled:
      let values = try numbers(TFLOAT, blank: 0 as Float)
      return isWide ? .floats(width: width, values) : .float(values)
    default:
      let values = try numbers(TDOUBLE, blank: format.isWhole ? Double.nan : 0)
      return isWide ? .doubles(width: width, values) : .double(values)
    }
  }

  /// CFITSIO must be about to read as much as there is room for.
  private func checkSize() throws(FITSError) {
    var (type, count, width) = (Int32(0), Int64(0), Int64(0))
    try reader.call(doing) { file, status in
      _ = ffgtclll(file, Int32(field.number), &type, &count, &width, &status)
    }
    let format = field.format
    let bytes = type == TSTRING ? width : count * width
    guard (type == TSTRING) == (format.code == "A"), count == format.repeatCount,
      bytes == format.byteCount ?? -1
    else { throw FITSError("\(doing): its size can be understood in two ways") }
  }

  /// - Parameter blank: what TNULL becomes; zero to leave it as it is.
  private func numbers<Number: BitwiseCopyable>(
    _ type: Int32, blank: Number
  ) throws(FITSError) -> [Number] {
    // Within bounds: the columns fill the rows, and the rows lie within the file.
    let count = rowCount * field.format.repeatCount
    var numbers = [Number](repeating: blank, count: count)
    guard count > 0 else { return numbers }
    try checkSize()
    var blank = blank
    var anyBlank: Int32 = 0
    try reader.call(doing) { file, status in
      _ = ffgcv(
        file, type, Int32(field.number), 1, 1, Int64(count), &blank, &numbers, &anyBlank, &status)
    }
    return numbers
  }

  /// Texts of a fixed number of characters, without trailing blanks.
  private func strings(_ width: Int) throws(FITSError) -> [String] {
    guard width > 0, rowCount > 0 else { return Array(repeating: "", count: rowCount) }
    try checkSize()
    let piece = max(1, min(rowCount, (1 << 20) / (width + 1)))
    let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: piece * (width + 1))
    defer { buffer.deallocate() }
    var rows: [UnsafeMutablePointer<CChar>?] = (0..<piece).map { buffer + $0 * (width + 1) }
    var result: [String] = []
    result.reserveCapacity(rowCount)
    while result.count < rowCount {
      let wanted = min(piece, rowCount - result.count)
      let first = Int64(result.count + 1)
      var anyBlank: Int32 = 0
      try reader.call(doing) { file, status in
        _ = ffgcvs(
          file, Int32(field.number), first, 1, Int64(wanted), nil, &rows, &anyBlank, &status)
      }
      for index in 0..<wanted {
        let row = buffer + index * (width + 1)
        let text = UnsafeRawBufferPointer(start: row, count: strnlen(row, width))
        result.append(String(decoding: text, as: UTF8.self).trimmingTrailingSpaces())
      }
    }
    return result
  }
}
