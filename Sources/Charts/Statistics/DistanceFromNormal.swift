/// How far the numbers of all units together are from independent normal ones.
public struct DistanceFromNormal: Sendable, Equatable {
  /// Means over the units: of |mean| and of the standard deviation.
  public let meanOffset, meanSpread: Double
  /// The mean of |correlation| over all pairs of units with a spread; 0 where there is none.
  public let meanCorrelation: Double

  /// - Parameter values: `[image, unit]`.
  public init(_ values: [Float], units: Int) {
    let images = values.count / max(units, 1)
    var sums = [Double](repeating: 0, count: units)
    for index in 0..<images * units { sums[index % units] += Double(values[index]) }
    let means = sums.map { $0 / Double(max(images, 1)) }
    var products = [Double](repeating: 0, count: units * units)
    for image in 0..<images {
      let offsets = (0..<units).map { Double(values[image * units + $0]) - means[$0] }
      for i in 0..<units {
        for j in 0...i { products[i * units + j] += offsets[i] * offsets[j] }
      }
    }
    let spreads = (0..<units).map {
      (products[$0 * units + $0] / Double(max(images, 1))).squareRoot()
    }
    var (sum, pairs) = (0.0, 0)
    for i in 0..<units {
      for j in 0..<i where spreads[i] > 0 && spreads[j] > 0 {
        sum += abs(products[i * units + j]) / Double(images) / spreads[i] / spreads[j]
        pairs += 1
      }
    }
    let count = Double(max(units, 1))
    meanOffset = means.reduce(0) { $0 + abs($1) } / count
    meanSpread = spreads.reduce(0, +) / count
    meanCorrelation = pairs == 0 ? 0 : sum / Double(pairs)
  }
}
