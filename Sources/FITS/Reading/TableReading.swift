internal import Files

extension FITSFile {
  /// The binary table of a unit.
  ///
  /// Columns of kinds that `Column.Values` lacks (complex numbers, bits, arrays of varying length)
  /// are left out and listed in `Table.leftOut`; asking for one by name is an error.
  ///
  /// - Parameters:
  ///   - names: the columns wanted; nil for all.
  ///   - wanted: the rows wanted, counted from 0; nil for all.
  /// - Precondition: the table has those rows.
  public func table(
    of unit: Int, columns names: [String]? = nil, rows wanted: [Int]? = nil
  ) throws(FITSError) -> Table {
    try table(of: unit, columns: names, wanted.map(WantedRows.some) ?? .all)
  }

  /// The same of rows that follow each other.
  public func table(
    of unit: Int, columns names: [String]? = nil, rows wanted: Range<Int>
  ) throws(FITSError) -> Table {
    try table(of: unit, columns: names, .range(wanted))
  }

  private enum WantedRows {
    case all
    case range(Range<Int>)
    case some([Int])
  }

  private func table(
    of unit: Int, columns names: [String]?, _ wanted: WantedRows
  ) throws(FITSError) -> Table {
    let (layout, doing) = (try layout(of: unit), doing("table", unit))
    let plan = try plan(of: unit)
    for name in names ?? []
    where !plan.fields.contains(where: { $0.name.caseInsensitiveEquals(name) }) {
      let known = plan.fields.map(\.name).joined(separator: ", ")
      throw FITSError("\(doing): it has no column \(name); it has \(known)")
    }
    var fields: [TablePlan.Field] = []
    var unread: [UnreadColumn] = []
    for field in plan.fields {
      if let names, !names.contains(where: { $0.caseInsensitiveEquals(field.name) }) { continue }
      guard field.format.isUnderstood else {
        let reason = "its format \(field.texts["TFORM"] ?? "") is not understood"
        guard names == nil else {
          throw FITSError("\(doing): the column \(field.name) cannot be read: \(reason)")
        }
        unread.append(UnreadColumn(name: field.name, reason: reason))
        continue
      }
      fields.append(field)
    }
    let (first, count) =
      switch wanted {
      case .all: (0, plan.rowCount)
      case .range(let range): (range.lowerBound, range.count)
      case .some(let rows): (0, rows.count)
      }
    let readings = fields.map {
      ColumnReading.of($0, rowCount: count, doing: "\(doing), column \($0.name)")
    }
    /// Where in the file the rows lie that are read together.
    func looked(at range: Range<Int>) -> Range<Int> {
      guard case .some(let wanted) = wanted else {
        return first + range.lowerBound..<first + range.upperBound
      }
      let some = wanted[range]
      return (some.min() ?? 0)..<(some.max() ?? -1) + 1
    }
    // The rows without the heap after them.
    let rows = UnsafeRawBufferPointer(
      rebasing: contents.bytes[layout.dataRange].prefix(plan.rowBytes * plan.rowCount))
    let piece = max(1, Self.bytesAtOnce / max(1, plan.rowBytes))
    for start in stride(from: 0, to: readings.isEmpty ? 0 : count, by: piece) {
      let range = start..<min(start + piece, count)
      let reader = try MemoryReader(
        plan.plainHeader(rows: range.count), bytes: range.count * plan.rowBytes, doing
      ) { room in
        guard case .some(let wanted) = wanted else {
          return room.copyMemory(from: plan.bytes(of: looked(at: range), in: rows))
        }
        for (place, row) in wanted[range].enumerated() {
          UnsafeMutableRawBufferPointer(rebasing: room[(place * plan.rowBytes)...])
            .copyMemory(from: plan.bytes(of: row..<row + 1, in: rows))
        }
      }
      for reading in readings { try reading.read(range, from: reader) }
      contents.release(plan.bytes(of: looked(at: range), in: rows))
    }
    let columns = zip(fields, readings).map { field, reading in
      Column(
        name: field.name, unit: field.texts["TUNIT"], ucd: field.texts["TUCD"],
        description: field.texts["TCOMM"], display: field.texts["TDISP"], values: reading.values)
    }
    return Table(columns: columns, rowCount: count, unread: unread)
  }

  /// Rows that CFITSIO is given at a time: a large table stands in memory once, as columns.
  private static let bytesAtOnce = 1 << 21

  /// How the rows of a binary table are laid out.
  func plan(of unit: Int) throws(FITSError) -> TablePlan {
    let layout = try layout(of: unit)
    let doing = doing("table", unit)
    switch layout.kind {
    case .table: return try TablePlan(layout, doing)
    case .image: throw FITSError("\(doing): it is an image")
    case .compressedImage: throw FITSError("\(doing): it is a tile-compressed image")
    case .asciiTable:
      throw FITSError("\(doing): it is an ASCII table, which is not understood; convert it")
    case .other(let type): throw FITSError("\(doing): it is an extension of the type \(type)")
    }
  }
}

extension TablePlan {
  fileprivate func bytes(
    of range: Range<Int>, in rows: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      rebasing: rows[range.lowerBound * rowBytes..<range.upperBound * rowBytes])
  }
}
