public import Clusters

/// How compact every source looks on its own pixels, and how sure that is: all that the label-free
/// orientation knows of a source beside its codes.
public struct Compactness: Sendable {
  /// Concentration over that of the frame's stars: stars scatter around 1, galaxies lie below.
  /// Not finite where it could not be measured.
  public let values: [Double]
  /// Standard errors of the values.
  public let errors: [Double]
  /// Our own magnitudes; not finite where unknown.
  public let magnitudes: [Double]

  public init(values: [Double], errors: [Double], magnitudes: [Double]) throws(ClustersError) {
    guard values.count == errors.count, values.count == magnitudes.count else {
      throw ClustersError(
        "cannot orient the clusters: \(values.count) compactness values, \(errors.count) errors "
          + "and \(magnitudes.count) magnitudes; give one of each for every source")
    }
    (self.values, self.errors, self.magnitudes) = (values, errors, magnitudes)
  }

  public var count: Int { values.count }

  /// Whether the source has a compactness and an error that mean something.
  func isMeasured(_ source: Int) -> Bool {
    values[source].isFinite && errors[source].isFinite && errors[source] >= 0
  }

  /// The value, kept within what a detection can have.
  func bounded(_ source: Int) -> Double { min(max(values[source], 0.1), 1.6) }

  /// The error with the floor that the ridge's own width sets.
  func error(_ source: Int) -> Double {
    (errors[source] * errors[source] + 0.012 * 0.012).squareRoot()
  }
}
