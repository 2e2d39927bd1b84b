internal import Tensors

/// What the maximisation step needs to know of all sources: their number, sum and squares in
/// every component, each source counted by its responsibilities.
struct MixtureStatistics: Sendable {
  /// One value a component.
  private(set) var counts: [Double]
  /// `[component, feature]`.
  private(set) var sums: [Double]
  /// Full: `[component, feature, feature]`, the upper triangles. Diagonal: `[component, feature]`.
  private(set) var squares: [Double]
  private(set) var logLikelihood = 0.0

  /// Fills in responsibilities `[component, row]`, zero before, of the rows whose values
  /// `[row, feature]` it is given, and returns the sum of their log-likelihoods.
  typealias Expectation =
    @Sendable (
      _ rows: Range<Int>, _ responsibilities: UnsafeMutablePointer<Double>,
      _ block: UnsafePointer<Double>
    ) -> Double

  private init(_ components: Int, _ width: Int, _ covariance: GaussianMixture.Covariance) {
    counts = [Double](repeating: 0, count: components)
    sums = [Double](repeating: 0, count: components * width)
    squares = [Double](
      repeating: 0, count: components * (covariance == .full ? width * width : width))
  }

  static func gather(
    _ x: CentredBlocks, _ components: Int, _ covariance: GaussianMixture.Covariance,
    _ workers: Workers, expecting expect: @escaping Expectation
  ) -> MixtureStatistics {
    let groups = Pieces(of: x.pieces.count, atMost: 16, atLeast: 1)
    let parts = workers.results(of: groups.count) { group in
      var part = MixtureStatistics(components, x.width, covariance)
      var responsibilities = [Double](
        repeating: 0, count: components * CentredBlocks.rowsInBlock)
      responsibilities.withUnsafeMutableBufferPointer { responsibilities in
        guard let responsibilities = responsibilities.baseAddress else { return }
        for piece in groups[group] {
          x.forEachBlock(of: piece) { rows, block in
            responsibilities.update(repeating: 0, count: components * rows.count)
            part.logLikelihood += expect(rows, responsibilities, block)
            part.add(block, responsibilities, rows.count, x.width, covariance)
          }
        }
      }
      return part
    }
    return parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
  }

  private mutating func add(_ other: MixtureStatistics) {
    for i in counts.indices { counts[i] += other.counts[i] }
    for i in sums.indices { sums[i] += other.sums[i] }
    for i in squares.indices { squares[i] += other.squares[i] }
    logLikelihood += other.logLikelihood
  }

  private mutating func add(
    _ block: UnsafePointer<Double>, _ responsibilities: UnsafePointer<Double>, _ rows: Int,
    _ width: Int, _ covariance: GaussianMixture.Covariance
  ) {
    // Only the rows that belong to a component at all, each times the root of its share.
    let weighted = UnsafeMutablePointer<Double>.allocate(capacity: rows * width)
    defer { weighted.deallocate() }
    for component in counts.indices {
      var belonging = 0
      sums.withUnsafeMutableBufferPointer { sums in
        for row in 0..<rows {
          let share = responsibilities[component * rows + row]
          guard share > 0 else { continue }
          counts[component] += share
          let root = share.squareRoot()
          for column in 0..<width {
            let value = block[row * width + column]
            sums[component * width + column] += share * value
            weighted[belonging * width + column] = root * value
          }
          belonging += 1
        }
      }
      guard belonging > 0 else { continue }
      squares.withUnsafeMutableBufferPointer { squares in
        guard let squares = squares.baseAddress else { return }
        switch covariance {
        case .full:
          MatrixProducts.addSquare(
            of: weighted, rows: belonging, columns: width,
            into: squares + component * width * width)
        case .diagonal:
          for i in 0..<belonging * width {
            squares[component * width + i % width] += weighted[i] * weighted[i]
          }
        }
      }
    }
  }
}
