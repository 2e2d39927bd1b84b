internal import Charts

/// What the histogram of a set's codes looks like, all units together, and how many units work.
package struct CodeStatistics: Codable, Sendable, Equatable {
  package var mean: Double, sd: Double
  /// Both 0 for a normal curve; nil where all numbers are the same.
  package var skewness: Double?, kurtosis: Double?
  /// The share of units whose spread over the images exceeds a tenth of the largest unit's.
  package var activeUnits: Double
  /// The share of numbers that exceed a tenth of the numbers' root mean square: few in a sparse code.
  package var activeNumbers: Double

  /// - Parameter codes: `[image, unit]`.
  package init(_ codes: [Float], units: Int) {
    let pooled = Moments(of: codes)
    (mean, sd) = (pooled.mean, pooled.spread)
    skewness = pooled.skewness.isFinite ? pooled.skewness : nil
    kurtosis = pooled.kurtosis.isFinite ? pooled.kurtosis : nil
    let spreads = (0..<units).map { unit in
      Moments(of: stride(from: unit, to: codes.count, by: units).map { codes[$0] }).spread
    }
    let largest = spreads.max() ?? 0
    activeUnits = Double(spreads.count { $0 > 0.1 * largest }) / Double(max(units, 1))
    let squares = codes.reduce(0.0) { $0 + Double($1) * Double($1) }
    let limit = 0.1 * (squares / Double(max(codes.count, 1))).squareRoot()
    activeNumbers =
      Double(codes.count { Double(abs($0)) > limit }) / Double(max(codes.count, 1))
  }
}
