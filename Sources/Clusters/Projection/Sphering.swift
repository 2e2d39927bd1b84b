internal import Foundation
public import Tensors

/// Codes turned into uncorrelated numbers of spread one (PCA whitening), so that a direction in
/// which the sources differ a little weighs as much as the one in which they differ most.
///
/// An autoencoder is free to store what matters in small differences between strongly correlated
/// units; distances between raw codes do not see those. Values beyond four spreads are cut off, so
/// that no odd source makes a cluster of its own.
public struct Sphering: Sendable {
  /// The largest size of a value that comes out.
  public static let limit: Float = 4

  private let model: PCA.Model
  private let scales: [Float]

  /// Fitted to codes `[source, unit]`; directions without any spread come out as zeros.
  public init(of codes: Tensor, workers: Workers = .all) throws(ClustersError) {
    let scaled = min(codes.shape.first ?? 0, codes.shape.last ?? 0)
    model = try PCA(components: scaled).fit(codes, workers: workers)
    let largest = model.variances.first ?? 0
    scales = model.variances.map { $0 > 1e-9 * largest ? Float(1 / $0.squareRoot()) : 0 }
  }

  /// `[source, direction]`, the most varied direction first.
  public func apply(to codes: Tensor, workers: Workers = .all) throws(ClustersError) -> Tensor {
    var result = try model.encode(codes, workers: workers)
    let width = scales.count
    result.withUnsafeMutableValues { values in
      for index in values.indices {
        let value = values[index] * scales[index % width]
        values[index] = min(max(value, -Self.limit), Self.limit)
      }
    }
    return result
  }
}
