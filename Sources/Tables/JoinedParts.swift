internal import Console
package import FITS

extension Table {
  /// The tables of the parts of a set, one after the other, as a table of the whole set has them.
  ///
  /// - Parameters:
  ///   - paths: their files.
  ///   - name: what the table in each is called.
  package init(joining paths: [String], named name: TableName) throws {
    var tables = try paths.map { path in
      let file = try FITSFile(reading: path)
      try file.requireSound()
      return try file.table(of: file.unit(named: name.rawValue))
    }
    let first = tables.first?.columns ?? []
    for (path, table) in zip(paths, tables)
    where table.columns.map(\.name) != first.map(\.name) {
      throw CommandFailure(
        "cannot join \(path) with \(paths[0]): it has other columns; delete their folder and run the same "
          + "command again")
    }
    var columns: [Column] = []
    for (place, column) in first.enumerated() {
      var joined = column
      joined.values = .init(joining: tables.map { $0.columns[place].values })
      columns.append(joined)
      // A large table stands in memory once.
      for part in tables.indices {
        tables[part].columns[place].values = tables[part].columns[place].values.rows([])
      }
    }
    self.init(SourceColumns.known(columns))
  }
}

extension Column.Values {
  /// - Precondition: they are of one kind and width.
  fileprivate init(joining parts: [Column.Values]) {
    func all<Value>(_ values: (Column.Values) -> [Value]?) -> [Value] {
      parts.flatMap { values($0) ?? [] }
    }
    self =
      switch parts[0] {
      case .bool: .bool(all { if case .bool(let values) = $0 { values } else { nil } })
      case .int16: .int16(all { if case .int16(let values) = $0 { values } else { nil } })
      case .int32: .int32(all { if case .int32(let values) = $0 { values } else { nil } })
      case .int64: .int64(all { if case .int64(let values) = $0 { values } else { nil } })
      case .float: .float(all { if case .float(let values) = $0 { values } else { nil } })
      case .double: .double(all { if case .double(let values) = $0 { values } else { nil } })
      case .string: .string(all { if case .string(let values) = $0 { values } else { nil } })
      case .integers(let width, _):
        .integers(
          width: width, all { if case .integers(_, let values) = $0 { values } else { nil } })
      case .floats(let width, _):
        .floats(width: width, all { if case .floats(_, let values) = $0 { values } else { nil } })
      case .doubles(let width, _):
        .doubles(width: width, all { if case .doubles(_, let values) = $0 { values } else { nil } })
      }
  }
}
