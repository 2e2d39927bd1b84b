public import Tensors

/// Principal component analysis: the orthogonal directions along which sources vary most.
public struct PCA: Sendable {
  public var components: Int

  public init(components: Int) {
    self.components = components
  }

  /// Finds the leading directions of `x` `[source, feature]`.
  ///
  /// Up to 2,048 features the covariance is decomposed exactly; beyond, the leading directions
  /// come from a randomised subspace iteration (Halko, Martinsson & Tropp 2011) with `seed`.
  public func fit(
    _ x: Tensor, seed: UInt64 = 0, workers: Workers = .all
  ) throws(ClustersError) -> Model {
    try x.requireRows(to: "find principal components")
    let most = min(x.shape[0], x.shape[1])
    guard (1...most).contains(components) else {
      throw ClustersError(
        "cannot find \(components) principal components of \(x.shape[0]) sources with "
          + "\(x.shape[1]) features; ask for 1 to \(most)")
    }
    let centred = CentredBlocks(x, workers)
    let leading =
      centred.width <= 2048
      ? try LeadingDirections(exactly: components, of: centred, workers)
      : try LeadingDirections(approximately: components, of: centred, seed: seed, workers)
    return Model(leading, centred)
  }

  /// Principal directions and how much of the variance lies along each.
  public struct Model: Sendable {
    /// What is subtracted before projecting, one value a feature.
    public let means: [Double]
    /// `[component, feature]`, orthonormal; the largest entry of each is positive.
    public let directions: Tensor
    /// The variance along every direction (divided by count − 1, as in numpy's `cov`).
    public let variances: [Double]
    /// The variance of all features together.
    public let totalVariance: Double

    /// The fraction of the variance along every direction.
    public var explained: [Double] {
      variances.map { totalVariance > 0 ? $0 / totalVariance : 0 }
    }

    init(_ leading: LeadingDirections, _ centred: CentredBlocks) {
      means = centred.means
      variances = leading.variances
      totalVariance = leading.totalVariance
      let width = centred.width
      directions = Tensor(uninitialized: [leading.variances.count, width]) { out in
        for component in leading.variances.indices {
          let direction = leading.directions[component * width..<(component + 1) * width]
          let largest = direction.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
          for (column, value) in direction.enumerated() {
            out[component * width + column] = Float(largest < 0 ? -value : value)
          }
        }
      }
    }

    /// The coordinates `[source, component]` of sources `[source, feature]`.
    public func encode(_ x: Tensor, workers: Workers = .all) throws(ClustersError) -> Tensor {
      try x.requireRows(to: "project onto principal components", width: means.count)
      let rows = Rows(x, around: means.map { Float($0) }, workers: workers)
      let (components, pieces) = (variances.count, Pieces(of: rows.count))
      return Tensor(uninitialized: [rows.count, components]) { out in
        guard let out = Shared(out) else { return }
        workers.forEach(pieces.count) { piece in
          let range = pieces[piece]
          rows.values.withUnsafeBufferPointer { values in
            directions.withUnsafeValues { directions in
              guard let values = values.baseAddress, let directions = directions.baseAddress
              else { return }
              RowProducts.timesTransposed(
                values + range.lowerBound * rows.stride, stride: rows.stride, rows: range.count,
                directions, stride: rows.width, columns: components, depth: rows.width,
                into: out.pointer + range.lowerBound * components, stride: components)
            }
          }
        }
      }
    }

    /// Sources `[source, feature]` rebuilt from coordinates `[source, component]`.
    public func decode(_ codes: Tensor) throws(ClustersError) -> Tensor {
      try codes.requireRows(to: "rebuild from principal components", width: variances.count)
      let (count, width) = (codes.shape[0], means.count)
      return Tensor(uninitialized: [count, width]) { out in
        codes.withUnsafeValues { codes in
          directions.withUnsafeValues { directions in
            guard let codes = codes.baseAddress, let directions = directions.baseAddress,
              let out = out.baseAddress
            else { return }
            MatrixProducts.times(
              codes, rows: count, directions, columns: width, depth: variances.count, into: out)
            for i in 0..<count * width { out[i] += Float(means[i % width]) }
          }
        }
      }
    }
  }
}
