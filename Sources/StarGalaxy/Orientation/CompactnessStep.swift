/// The two-component mixture of compactness among sources of about one magnitude, by expectation
/// and maximisation.
struct CompactnessStep {
  /// The mean magnitude of the sources.
  let magnitude: Double
  private(set) var starFraction = 0.5
  /// The galaxies' mean and intrinsic spread.
  private(set) var mean = 0.8
  private(set) var spread = 0.1
  /// What the step counts when a line is drawn through several: its sources, less where their
  /// errors are as wide as the gap between stars and galaxies.
  private(set) var weight = 0.0

  init(_ inside: [Int], _ sources: Compactness) {
    let count = Double(inside.count)
    magnitude = inside.reduce(0) { $0 + sources.magnitudes[$1] } / count
    let pairs = inside.map { (value: sources.bounded($0), error: sources.error($0)) }
    for _ in 0..<150 {
      let before = (starFraction, mean, spread)
      improve(pairs)
      let change = max(
        abs(starFraction - before.0), abs(mean - before.1), abs(spread - before.2))
      if change < 1e-6 { break }
    }
    let square = pairs.reduce(0) { $0 + $1.error * $1.error } / count
    let gap = 1 - mean
    weight = min(count, 300) * min(1, gap * gap / (4 * square))
  }

  private mutating func improve(_ pairs: [(value: Double, error: Double)]) {
    var (stars, meanSum, meanWeight, varianceSum, varianceWeight) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (value, error) in pairs {
      let variance = spread * spread + error * error
      let star = 0.97 * density(value, mean: 1, spread: error) + 0.03
      let bell = 0.97 * density(value, mean: mean, spread: variance.squareRoot())
      let asStar = starFraction * star
      let probability = asStar / (asStar + (1 - starFraction) * (bell + 0.03))
      stars += probability
      // What only the floor explains tells nothing about the galaxies.
      let galaxy = (1 - probability) * bell / (bell + 0.03)
      meanSum += galaxy / variance * value
      meanWeight += galaxy / variance
      let difference = value - mean
      varianceSum += galaxy / (variance * variance) * (difference * difference - error * error)
      varianceWeight += galaxy / (variance * variance)
    }
    starFraction = min(max(stars / Double(pairs.count), 0.03), 0.95)
    guard meanWeight > 0, varianceWeight > 0 else { return }
    mean = min(max(meanSum / meanWeight, 0.3), 0.95)
    spread = max(varianceSum / varianceWeight, 0.04 * 0.04).squareRoot()
  }
}
