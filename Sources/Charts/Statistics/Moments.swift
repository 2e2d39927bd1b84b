/// Mean, spread, skewness and kurtosis of the finite ones among many values.
///
/// `spread` is the standard deviation (divided by n); `skewness` is m₃/m₂^1.5 and `kurtosis`
/// m₄/m₂² − 3, both 0 for a normal curve and NaN where the spread is 0.
public struct Moments: Sendable, Equatable {
  public let count: Int
  public let mean, spread, skewness, kurtosis: Double

  public init(of values: [Float]) {
    (count, mean, spread, skewness, kurtosis) = values.withUnsafeBufferPointer { values in
      var count = 0
      var sum = 0.0
      for value in values where value.isFinite {
        count += 1
        sum += Double(value)
      }
      guard count > 0 else { return (0, .nan, .nan, .nan, .nan) }
      let mean = sum / Double(count)
      var (second, third, fourth) = (0.0, 0.0, 0.0)
      for value in values where value.isFinite {
        let offset = Double(value) - mean
        let square = offset * offset
        second += square
        third += square * offset
        fourth += square * square
      }
      let n = Double(count)
      let variance = second / n
      // All values equal leave nothing but the rounding of their mean.
      guard variance.squareRoot() > abs(mean) * 1e-12, variance > 0 else {
        return (count, mean, 0, .nan, .nan)
      }
      return (
        count, mean, variance.squareRoot(), third / n / (variance * variance.squareRoot()),
        fourth / n / (variance * variance) - 3
      )
    }
  }
}
