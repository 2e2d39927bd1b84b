internal import CFITSIO
internal import Foundation

/// A column of a binary table whose layout has been checked, read some rows at a time.
class ColumnReading {
  let field: TablePlan.Field
  let rowCount: Int
  /// How an error begins.
  let doing: String

  fileprivate init(_ field: TablePlan.Field, _ rowCount: Int, _ doing: String) {
    (self.field, self.rowCount, self.doing) = (field, rowCount, doing)
  }

  /// What has been read, of all rows.
  var values: Column.Values { .bool([]) }

  /// Reads these rows, which are all that the reader has; each once, in their order.
  func read(_ rows: Range<Int>, from reader: MemoryReader) throws(FITSError) {}

  static func of(_ field: TablePlan.Field, rowCount: Int, doing: String) -> ColumnReading {
    let (format, width) = (field.format, field.format.repeatCount)
    let isWide = width != 1
    func numbers<Number: BitwiseCopyable>(
      _ type: Int32, blank: Number, _ values: @escaping ([Number]) -> Column.Values
    ) -> ColumnReading {
      NumberReading(field, rowCount, doing, type: type, blank: blank, values)
    }
    return switch (format.code, format.wholeBits) {
    case ("L", _): FlagReading(field, rowCount, doing)
    case ("A", _): TextReading(field, rowCount, doing)
    case (_, _?) where isWide:
      numbers(TLONGLONG, blank: 0 as Int64) { .integers(width: width, $0) }
    case (_, 16): numbers(TSHORT, blank: 0 as Int16) { .int16($0) }
    case (_, 32): numbers(TINT, blank: 0 as Int32) { .int32($0) }
    case (_, 64): numbers(TLONGLONG, blank: 0 as Int64) { .int64($0) }
    case ("E", _) where !format.isScaled:
      numbers(TFLOAT, blank: 0 as Float) { isWide ? .floats(width: width, $0) : .float($0) }
    default:
      numbers(TDOUBLE, blank: format.isWhole ? Double.nan : 0) {
        isWide ? .doubles(width: width, $0) : .double($0)
      }
    }
  }

  /// CFITSIO must be about to read as much as there is room for.
  fileprivate func checkSize(_ reader: MemoryReader) throws(FITSError) {
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
}

/// Numbers, one a row or several.
private final class NumberReading<Number: BitwiseCopyable>: ColumnReading {
  private let type: Int32
  /// What TNULL becomes; zero to leave it as it is.
  private var blank: Number
  private var numbers: [Number]
  private let wrapped: ([Number]) -> Column.Values

  init(
    _ field: TablePlan.Field, _ rowCount: Int, _ doing: String, type: Int32, blank: Number,
    _ values: @escaping ([Number]) -> Column.Values
  ) {
    (self.type, self.blank, wrapped) = (type, blank, values)
    // Within bounds: the columns fill the rows, and the rows lie within the file.
    numbers = [Number](repeating: blank, count: rowCount * field.format.repeatCount)
    super.init(field, rowCount, doing)
  }

  override var values: Column.Values { wrapped(numbers) }

  override func read(_ rows: Range<Int>, from reader: MemoryReader) throws(FITSError) {
    let width = field.format.repeatCount
    guard width > 0 else { return }
    try checkSize(reader)
    var anyBlank: Int32 = 0
    try reader.call(doing) { file, status in
      numbers.withUnsafeMutableBufferPointer { numbers in
        let room = UnsafeMutableBufferPointer(
          rebasing: numbers[rows.lowerBound * width..<rows.upperBound * width])
        _ = ffgcv(
          file, type, Int32(field.number), 1, 1, Int64(room.count), &blank, room.baseAddress,
          &anyBlank, &status)
      }
    }
  }
}

/// Yes or no.
private final class FlagReading: ColumnReading {
  private var flags: [Bool] = []

  override var values: Column.Values { .bool(flags) }

  override func read(_ rows: Range<Int>, from reader: MemoryReader) throws(FITSError) {
    try checkSize(reader)
    var read = [UInt8](repeating: 0, count: rows.count)
    var (blank, anyBlank) = (UInt8(0), Int32(0))
    try reader.call(doing) { file, status in
      _ = ffgcv(
        file, TLOGICAL, Int32(field.number), 1, 1, Int64(read.count), &blank, &read, &anyBlank,
        &status)
    }
    flags += read.map { $0 == 1 }
  }
}

/// Texts of a fixed number of characters, without trailing blanks.
private final class TextReading: ColumnReading {
  private var texts: [String] = []

  override var values: Column.Values {
    .string(field.format.repeatCount > 0 ? texts : Array(repeating: "", count: rowCount))
  }

  override func read(_ rows: Range<Int>, from reader: MemoryReader) throws(FITSError) {
    let width = field.format.repeatCount
    guard width > 0 else { return }
    try checkSize(reader)
    if texts.isEmpty { texts.reserveCapacity(rowCount) }
    let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: rows.count * (width + 1))
    defer { buffer.deallocate() }
    var starts: [UnsafeMutablePointer<CChar>?] = rows.indices.map {
      buffer + ($0 - rows.lowerBound) * (width + 1)
    }
    var anyBlank: Int32 = 0
    try reader.call(doing) { file, status in
      _ = ffgcvs(
        file, Int32(field.number), 1, 1, Int64(rows.count), nil, &starts, &anyBlank, &status)
    }
    for start in starts {
      guard let start else { continue }
      let text = UnsafeRawBufferPointer(start: start, count: strnlen(start, width))
      texts.append(String(decoding: text, as: UTF8.self).trimmingTrailingSpaces())
    }
  }
}
