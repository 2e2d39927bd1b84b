internal import Tensors

extension SourceTable {
  /// All that is known of each source without a label, `[source, feature]`: its code, then the
  /// measurements on its pixels; what could not be measured is far below all else.
  func features() throws -> Tensor {
    let (width, codes) = try codes()
    let measured = try Measurement.all.map { try numbers($0.column) }
    var values: [Float] = []
    values.reserveCapacity(table.rowCount * (width + measured.count))
    for row in 0..<table.rowCount {
      values += codes[(row * width)..<((row + 1) * width)]
      values += measured.map { $0[row].isFinite ? Float($0[row]) : -1e4 }
    }
    return Tensor(values, shape: [table.rowCount, width + measured.count])
  }
}
