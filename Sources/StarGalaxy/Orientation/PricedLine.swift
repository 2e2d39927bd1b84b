/// The two unknowns of a straight line, level and slope, from sums over weighted points, each with
/// a price on how far it lies from what is expected of it (a normal prior).
struct PricedLine {
  /// How far level and slope are expected from their usual values.
  let spreads: (level: Double, slope: Double)
  private var matrix: (level: Double, both: Double, slope: Double)
  private var right: (level: Double, slope: Double)

  /// - Parameter usual: where level and slope are drawn to.
  init(spreads: (level: Double, slope: Double), usual: (level: Double, slope: Double) = (0, 0)) {
    self.spreads = spreads
    let prices = (1 / (spreads.level * spreads.level), 1 / (spreads.slope * spreads.slope))
    matrix = (prices.0, 0, prices.1)
    right = (prices.0 * usual.level, prices.1 * usual.slope)
  }

  /// A point at x that weighs `weight` and pulls with `pull` (weight times value, or a gradient).
  mutating func add(x: Double, weight: Double, pull: Double) {
    matrix.level += weight
    matrix.both += weight * x
    matrix.slope += weight * x * x
    right.level += pull
    right.slope += pull * x
  }

  var solution: (level: Double, slope: Double) {
    let determinant = matrix.level * matrix.slope - matrix.both * matrix.both
    guard determinant > 0 else { return (0, 0) }
    return (
      (matrix.slope * right.level - matrix.both * right.slope) / determinant,
      (matrix.level * right.slope - matrix.both * right.level) / determinant
    )
  }
}
