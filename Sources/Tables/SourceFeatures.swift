package import Sky
package import Tensors

extension SourceTable {
  /// All that is known of each source without a label, `[source, feature]`: its code, the
  /// measurements on its pixels, and what its neighbours do to them; what could not be measured is
  /// far below all else.
  ///
  /// - Parameter zero: what magnitudes are counted from, so that a zero point moves none.
  package func features(magnitudesFrom zero: Double = 0) throws -> Tensor {
    let (width, codes) = try codes()
    let neighbours = try neighbours()
    let measured =
      try Measurement.all.map { measurement in
        let values = try numbers(measurement.column)
        return measurement.column == .stackMagnitude ? values.map { $0 - zero } : values
      } + [neighbours.light, neighbours.distance]
    var values: [Float] = []
    values.reserveCapacity(table.rowCount * (width + measured.count))
    for row in 0..<table.rowCount {
      values += codes[(row * width)..<((row + 1) * width)]
      values += measured.map { $0[row].isFinite ? Float($0[row]) : -1e4 }
    }
    return Tensor(values, shape: [table.rowCount, width + measured.count])
  }

  /// What is measured on the pixels alone, `[source, measurement]`; what could not be measured is the column's mean.
  package func measurements() throws -> Tensor {
    let columns = try Measurement.all.map { try numbers($0.column) }
    let filled = columns.map { column in
      let known = column.filter(\.isFinite)
      let mean = known.reduce(0, +) / Double(max(known.count, 1))
      return column.map { Float($0.isFinite ? $0 : mean) }
    }
    return Tensor(
      (0..<table.rowCount).flatMap { row in filled.map { $0[row] } },
      shape: [table.rowCount, filled.count])
  }

  /// Where the sources lie on the sky.
  package func positions() throws -> [SkyPosition] {
    zip(try numbers(.ra), try numbers(.dec)).map { SkyPosition(ra: $0, dec: $1) }
  }

  /// Where the star lies whose copy each artificial star is, nil for all else; nil where the table does not tell.
  package func originals() throws -> [SkyPosition?]? {
    guard has(.originalRA), has(.originalDec) else { return nil }
    return zip(try numbers(.originalRA), try numbers(.originalDec)).map {
      $0.isFinite && $1.isFinite ? SkyPosition(ra: $0, dec: $1) : nil
    }
  }

  /// What the sources of a field do to each other.
  package func neighbours() throws -> Crowding {
    Crowding(
      of: try positions(),
      magnitudes: try numbers(.stackMagnitude), fields: try texts(.field))
  }
}
