internal import Clusters
package import Tensors

/// How many directions codes spread over, however many units they have.
package enum CodeDimensions {
  /// The participation ratio (Σ λ)² / Σ λ² of the eigenvalues of the standardised codes' covariance `[source, unit]`:
  /// the number of units where all are free of each other, 1 where all say the same.
  package static func participation(of codes: Tensor, workers: Workers = .all) throws -> Double {
    let standard = try Standardisation(of: codes).apply(to: codes)
    let moments = Tensor.product(standard, standard, transposeA: true, workers: workers)
    let width = codes.shape[1]
    return moments.withUnsafeValues { values in
      // The trace is Σ λ, the sum of squares Σ λ²; neither needs the eigenvalues.
      let trace = (0..<width).reduce(0.0) { $0 + Double(values[$1 * width + $1]) }
      let squares = values.reduce(0.0) { $0 + Double($1) * Double($1) }
      return squares > 0 ? trace * trace / squares : 0
    }
  }
}
