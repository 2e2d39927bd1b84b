public import Tensors

/// How codes are made comparable before distances between them are taken.
public enum CodeScaling: String, Sendable, Codable, CaseIterable {
  /// Uncorrelated directions of spread one (PCA whitening), cut off at four spreads.
  ///
  /// An autoencoder is free to keep what matters in small differences between strongly correlated
  /// units, as batch normalisation of the code invites it to; distances between raw codes do not see
  /// those. The cut keeps odd sources from making clusters of their own.
  case whitened
  /// Every unit at mean zero and spread one.
  case standardised

  /// Learns the scale of codes `[source, unit]`.
  package func fit(_ codes: Tensor, workers: Workers) throws(ClustersError) -> Fitted {
    switch self {
    case .standardised: return .standardised(try Standardisation(of: codes))
    case .whitened:
      let directions = min(codes.shape.first ?? 0, codes.shape.last ?? 0)
      let model = try PCA(components: directions).fit(codes, workers: workers)
      let least = 1e-9 * (model.variances.first ?? 0)
      // A direction without any spread holds rounding errors only: it comes out as zeros.
      let scales = model.variances.map { $0 > least ? Float(1 / $0.squareRoot()) : 0 }
      return .whitened(model, scales: scales)
    }
  }

  /// The scale of some codes, ready for those of any source.
  package enum Fitted: Sendable {
    case standardised(Standardisation)
    case whitened(PCA.Model, scales: [Float])

    /// Scales codes `[source, unit]` to `[source, direction]`.
    package func apply(to codes: Tensor, workers: Workers) throws(ClustersError) -> Tensor {
      switch self {
      case .standardised(let scale): return try scale.apply(to: codes)
      case .whitened(let model, let scales):
        var result = try model.encode(codes, workers: workers)
        result.withUnsafeMutableValues { values in
          for index in values.indices {
            let value = values[index] * scales[index % scales.count]
            values[index] = min(max(value, -4), 4)
          }
        }
        return result
      }
    }
  }
}

extension CodeScaling {
  /// Codes `[source, unit]` scaled by their own statistics.
  public func scaled(_ codes: Tensor, workers: Workers = .all) throws(ClustersError) -> Tensor {
    try fit(codes, workers: workers).apply(to: codes, workers: workers)
  }
}
