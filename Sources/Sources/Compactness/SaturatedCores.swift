/// Bright stars whose cores are spoilt in some bands: saturated, and in many surveys' frames painted
/// over.
///
/// A galaxy is extended in every band. A saturated star is hollow in the bands that collected most of
/// its light, and as compact as any star in the others (u and z on SDSS frames, whose headers do not
/// tell where they saturate).
struct SaturatedCores {
  /// The stellar ridge of every band; nil where too few stars show it.
  private let ridges: [Double?]

  /// - Parameters:
  ///   - statistics: of the field's bright sources, band by band.
  ///   - expected: about the ratio that stars have.
  init(ofField statistics: [[CompactnessStatistic]], expected: Double) {
    let bands = statistics.map(\.count).max() ?? 0
    ridges = (0..<bands).map { band in
      let sure = statistics.compactMap { bands in
        bands[band].value(ridge: expected).error < Self.largestError
          ? bands[band].ratio : nil
      }
      return StellarRidge(of: sure, step: 0.005)?.mode
    }
  }

  /// The compactness u and its error by the bands that show a source as a star, where others show
  /// it hollow; nil where nothing says that it is saturated.
  ///
  /// Two bands must agree with the stellar ridge within three errors, one at least lie a tenth and
  /// five errors below it.
  func compactness(of source: [CompactnessStatistic]) -> (u: Double, error: Double)? {
    let seen = zip(source, ridges).compactMap { statistic, ridge in
      ridge.map { statistic.value(ridge: $0) }
    }.filter { $0.error < Self.largestError }
    let stellar = seen.filter { abs($0.u - 1) <= 3 * $0.error }
    guard stellar.count >= 2, seen.contains(where: { 1 - $0.u > max(0.1, 5 * $0.error) })
    else { return nil }
    let count = Double(stellar.count)
    return (
      stellar.reduce(0) { $0 + $1.u } / count, stellar.reduce(0) { $0 + $1.error } / count
    )
  }

  /// Bands with a larger error of u say nothing.
  private static let largestError = 0.03
}
