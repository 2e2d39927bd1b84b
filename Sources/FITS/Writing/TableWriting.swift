internal import CFITSIO
internal import Foundation

extension MemoryWriter {
  /// Adds a binary table of some rows of a table as a new unit and fills it.
  ///
  /// - Parameter forms: TFORM of every column, which suits all rows.
  func write(
    _ table: Table, _ rows: Range<Int>, forms: [String], header: Header, name: String
  ) throws(FITSError) {
    let names = CStrings(table.columns.map { Card.printable($0.name) })
    let forms = CStrings(forms)
    try call { file, status in
      _ = ffcrtb(
        file, BINARY_TBL, Int64(rows.count), Int32(table.columns.count), &names.pointers,
        &forms.pointers, nil, nil, &status)
    }
    let layout = table.columns.enumerated().flatMap { $1.cards(number: $0 + 1) }
    try write(header, name: name, layout: layout)
    try reserveChecksum()
    for (index, column) in table.columns.enumerated() where !rows.isEmpty {
      try write(column, rows, number: Int32(index + 1))
    }
    // Only a flushed unit has its END and the padding of its last blocks.
    try call { file, status in _ = ffflus(file, &status) }
  }

  private func write(_ column: Column, _ rows: Range<Int>, number: Int32) throws(FITSError) {
    let width = column.values.width
    func numbers<Number: BitwiseCopyable>(
      _ type: Int32, _ values: [Number]
    ) throws(FITSError) {
      try call { file, status in
        values.withUnsafeBufferPointer { values in
          let some = values[rows.lowerBound * width..<rows.upperBound * width]
          let start = UnsafeMutableRawPointer(
            mutating: UnsafeRawPointer(UnsafeBufferPointer(rebasing: some).baseAddress))
          _ = ffpcl(file, type, number, 1, 1, Int64(some.count), start, &status)
        }
      }
    }
    switch column.values {
    case .bool(let values):
      let flags = values[rows].map { $0 ? 1 : 0 as CChar }
      try call { file, status in
        var flags = flags
        _ = ffpcl(file, TLOGICAL, number, 1, 1, Int64(flags.count), &flags, &status)
      }
    case .int16(let values): try numbers(TSHORT, values)
    case .int32(let values): try numbers(TINT, values)
    case .int64(let values), .integers(_, let values): try numbers(TLONGLONG, values)
    case .float(let values), .floats(_, let values): try numbers(TFLOAT, values)
    case .double(let values), .doubles(_, let values): try numbers(TDOUBLE, values)
    case .string(let values):
      let texts = CStrings(values[rows].map(Card.printable))
      try call { file, status in
        _ = ffpcls(file, number, 1, 1, Int64(rows.count), &texts.pointers, &status)
      }
    }
  }
}

extension Column {
  var textWidth: Int {
    max(1, strings?.reduce(0) { max($0, Card.printable($1).utf8.count) } ?? 0)
  }

  /// TFORM: how the values are stored.
  var form: String {
    switch values {
    case .bool: "L"
    case .int16: "I"
    case .int32: "J"
    case .int64: "K"
    case .float: "E"
    case .double: "D"
    case .string: "\(textWidth)A"
    case .integers(let width, _): "\(width)K"
    case .floats(let width, _): "\(width)E"
    case .doubles(let width, _): "\(width)D"
    }
  }

  func cards(number: Int) -> [Card] {
    [("TUNIT", unit), ("TDISP", display), ("TUCD", ucd), ("TCOMM", description)]
      .compactMap { keyword, text in
        text.map { Card("\(keyword)\(number)", .string($0)) }
      }
  }
}
