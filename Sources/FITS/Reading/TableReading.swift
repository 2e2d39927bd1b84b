internal import CFITSIO
internal import Foundation

extension FITSFile {
  /// The binary table of a unit.
  ///
  /// Columns of kinds that `Column.Values` lacks (complex numbers, bits, arrays of varying length)
  /// are left out and listed in `Table.leftOut`; asking for one by name is an error.
  ///
  /// - Parameter names: the columns wanted; nil for all.
  public func table(of unit: Int, columns names: [String]? = nil) throws(FITSError) -> Table {
    let layout = try layout(of: unit)
    let doing = doing("table", unit)
    switch layout.kind {
    case .table: break
    case .image: throw FITSError("\(doing): it is an image")
    case .compressedImage: throw FITSError("\(doing): it is a tile-compressed image")
    case .asciiTable:
      throw FITSError("\(doing): it is an ASCII table, which is not understood; convert it")
    case .other(let type): throw FITSError("\(doing): it is an extension of the type \(type)")
    }
    let plans = try plans(layout, doing)
    if let names {
      for name in names where !plans.contains(where: { $0.name.caseInsensitiveEquals(name) }) {
        let known = plans.map(\.name).joined(separator: ", ")
        throw FITSError("\(doing): it has no column \(name); it has \(known)")
      }
    }
    let rowCount = layout.shape[0]
    var columns: [Column] = []
    var unread: [UnreadColumn] = []
    for plan in plans {
      let wanted = names.map { $0.contains { $0.caseInsensitiveEquals(plan.name) } }
      guard wanted ?? true else { continue }
      do throws(FITSError) {
        columns.append(try column(plan, rowCount, unit, layout, doing))
      } catch {
        guard wanted == nil, error.description.hasSuffix(Self.notUnderstood) else { throw error }
        unread.append(UnreadColumn(name: plan.name, reason: error.description))
      }
    }
    return Table(columns: columns, rowCount: rowCount, unread: unread)
  }

  private static var notUnderstood: String { "which is not understood" }

  private struct Plan {
    var number: Int
    var name: String
    var format: ColumnFormat
    var card: (String) -> String?
  }

  /// The columns as the header describes them, whose bytes must fill a row.
  private func plans(_ layout: UnitLayout, _ doing: String) throws(FITSError) -> [Plan] {
    var values: [String: HeaderValue] = [:]
    for card in layout.header.cards where values[card.keyword] == nil {
      values[card.keyword] = card.value
    }
    func number(_ keyword: String, _ standard: Double) -> Double {
      switch values[keyword] {
      case .int(let number)?: Double(number)
      case .double(let number)?: number
      default: standard
      }
    }
    var plans: [Plan] = []
    for column in 1..<(1 + (layout.header.int("TFIELDS") ?? 0)) {
      let text = { (keyword: String) -> String? in
        if case .string(let text)? = values["\(keyword)\(column)"] { text } else { nil }
      }
      let scale = number("TSCAL\(column)", 1)
      guard let form = text("TFORM"),
        let format = ColumnFormat(form, scale: scale, zero: number("TZERO\(column)", 0))
      else { throw FITSError("\(doing): TFORM\(column) is missing or malformed") }
      let name = text("TTYPE") ?? ""
      plans.append(
        Plan(
          number: column, name: name.isEmpty ? "COLUMN\(column)" : name, format: format, card: text)
      )
    }
    return plans
  }

  private func column(
    _ plan: Plan, _ rowCount: Int, _ unit: Int, _ layout: UnitLayout, _ doing: String
  ) throws(FITSError) -> Column {
    let values = try values(plan, rowCount, unit, layout, doing)
    return Column(
      name: plan.name, unit: plan.card("TUNIT"), ucd: plan.card("TUCD"),
      description: plan.card("TCOMM"), display: plan.card("TDISP"), values: values)
  }

  private func values(
    _ plan: Plan, _ rowCount: Int, _ unit: Int, _ layout: UnitLayout, _ doing: String
  ) throws(FITSError) -> Column.Values {
    let format = plan.format
    let width = format.repeatCount
    let (count, overflow) = rowCount.multipliedReportingOverflow(by: width)
    let (rowWidth, bytes) = (layout.shape[1], layout.dataRange.count)
    guard !overflow, width <= rowWidth, count <= bytes else {
      throw FITSError("\(doing): the column \(plan.name) is larger than the table")
    }
    guard width > 0 || format.code == "A" else { throw notUnderstood(plan, doing) }
    /// - Parameter blank: what TNULL becomes; zero to leave it as it is.
    func read<Number: BitwiseCopyable>(
      _ type: Int32, blank: Number
    ) throws(FITSError) -> [Number] {
      var numbers = [Number](repeating: blank, count: count)
      guard count > 0 else { return numbers }
      var blank = blank
      var anyBlank: Int32 = 0
      try reader.at(unit, layout, doing) { file, status in
        _ = ffgcv(
          file, type, Int32(plan.number), 1, 1, Int64(count), &blank, &numbers, &anyBlank, &status)
      }
      return numbers
    }
    let isWide = width != 1
    switch (format.code, format.wholeBits) {
    case ("L", _) where !isWide:
      return .bool(try read(TLOGICAL, blank: 0 as UInt8).map { $0 == 1 })
    case ("A", _):
      return .string(try strings(plan, rowCount, unit, layout, doing))
    case (_, _?) where isWide:
      return .integers(width: width, try read(TLONGLONG, blank: 0 as Int64))
    case (_, 16): return .int16(try read(TSHORT, blank: 0 as Int16))
    case (_, 32): return .int32(try read(TINT, blank: 0 as Int32))
    case (_, 64): return .int64(try read(TLONGLONG, blank: 0 as Int64))
    case ("E", _) where !format.isScaled:
      let numbers = try read(TFLOAT, blank: 0 as Float)
      return isWide ? .floats(width: width, numbers) : .float(numbers)
    case ("D", _), ("E", _), ("B", _), ("I", _), ("J", _), ("K", _):
      // Only whole numbers have a TNULL; floats say NaN themselves.
      let isFloating = format.code == "D" || format.code == "E"
      let numbers = try read(TDOUBLE, blank: isFloating ? 0 : Double.nan)
      return isWide ? .doubles(width: width, numbers) : .double(numbers)
    default:
      throw notUnderstood(plan, doing)
    }
  }

  private func notUnderstood(_ plan: Plan, _ doing: String) -> FITSError {
    FITSError(
      "\(doing): the column \(plan.name) is of the kind \(plan.card("TFORM") ?? ""), "
        + Self.notUnderstood)
  }

  /// Texts of a fixed number of characters, without trailing blanks.
  private func strings(
    _ plan: Plan, _ rowCount: Int, _ unit: Int, _ layout: UnitLayout, _ doing: String
  ) throws(FITSError) -> [String] {
    let width = plan.format.repeatCount
    guard width > 0, rowCount > 0 else { return Array(repeating: "", count: rowCount) }
    let piece = max(1, min(rowCount, (1 << 20) / (width + 1)))
    let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: piece * (width + 1))
    defer { buffer.deallocate() }
    var rows: [UnsafeMutablePointer<CChar>?] = (0..<piece).map { buffer + $0 * (width + 1) }
    var result: [String] = []
    result.reserveCapacity(rowCount)
    while result.count < rowCount {
      let wanted = min(piece, rowCount - result.count)
      var anyBlank: Int32 = 0
      try reader.at(unit, layout, doing) { file, status in
        _ = ffgcvs(
          file, Int32(plan.number), Int64(result.count + 1), 1, Int64(wanted), nil, &rows,
          &anyBlank, &status)
      }
      for row in rows[..<wanted] {
        guard let row else { continue }
        let text = UnsafeRawBufferPointer(start: row, count: strnlen(row, width))
        result.append(String(decoding: text, as: UTF8.self).trimmingTrailingSpaces())
      }
    }
    return result
  }
}
