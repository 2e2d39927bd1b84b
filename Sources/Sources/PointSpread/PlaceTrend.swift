internal import Foundation

/// A number that changes slowly over a field: a polynomial of place of order 0, 1 or 2.
///
/// The order is the lowest whose error on places left out of the fit is not beaten by a higher one by
/// more than that comparison's own uncertainty (cross-validation with the one-standard-error rule,
/// Hastie, Tibshirani & Friedman 2009, §7.10).
package struct PlaceTrend: Sendable {
  package let order: Int
  private let coefficients: [Double]
  private let centre: SIMD2<Double>
  private let scale: Double

  /// Places that an order needs: several for each coefficient.
  private static let fewest = [1, 10, 30]

  /// A number that is everywhere the same.
  package init(constant: Double) {
    (order, coefficients, centre, scale) = (0, [constant], .zero, 1)
  }

  /// - Parameter highest: the highest order that is tried.
  package init(_ values: [Double], at places: [SIMD2<Double>], highest: Int = 2) {
    precondition(values.count == places.count && !values.isEmpty, "a value for every place")
    let (values, places) = Self.plausible(values, places)
    let count = Double(places.count)
    let middle = places.reduce(SIMD2<Double>.zero, +) / count
    let reach = places.reduce(1.0) { max($0, abs($1.x - middle.x), abs($1.y - middle.y)) }
    var best = Self.fit(values, places, order: 0, middle, reach)
    for order in 1...max(1, highest) where order <= highest && places.count >= Self.fewest[order] {
      guard let richer = Self.fit(values, places, order: order, middle, reach), let known = best
      else { continue }
      // How much smaller the squared error of what was left out is, and how sure that is.
      let gains = zip(known.leftOut, richer.leftOut).map { $0 * $0 - $1 * $1 }
      let mean = gains.reduce(0, +) / count
      let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
      if mean > (variance / count).squareRoot() { best = richer }
    }
    let median = values.sorted()[values.count / 2]
    (centre, scale) = (middle, reach)
    coefficients = best?.coefficients ?? [median]
    order = best?.order ?? 0
  }

  package func at(_ place: SIMD2<Double>) -> Double {
    guard order > 0, place.x.isFinite, place.y.isFinite else { return coefficients[0] }
    return zip(coefficients, Self.terms(place, order, centre, scale)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Without what lies further from the median than six usual deviations.
  private static func plausible(
    _ values: [Double], _ places: [SIMD2<Double>]
  ) -> ([Double], [SIMD2<Double>]) {
    let median = values.sorted()[values.count / 2]
    let usual = 1.4826 * values.map { abs($0 - median) }.sorted()[values.count / 2]
    let kept = values.indices.filter { abs(values[$0] - median) <= 6 * usual }
    return kept.isEmpty ? (values, places) : (kept.map { values[$0] }, kept.map { places[$0] })
  }

  private static func terms(
    _ place: SIMD2<Double>, _ order: Int, _ centre: SIMD2<Double>, _ scale: Double
  ) -> [Double] {
    // Beyond the outermost star it goes on for a tenth of the way and no further.
    let along = ((place - centre) / scale).clamped(
      lowerBound: SIMD2(repeating: -1.1), upperBound: SIMD2(repeating: 1.1))
    let (x, y) = (along.x, along.y)
    return order == 0 ? [1] : order == 1 ? [1, x, y] : [1, x, y, x * x, x * y, y * y]
  }

  private struct Fit {
    let order: Int
    let coefficients: [Double]
    /// The residual of every value where the fit was made without it.
    let leftOut: [Double]
  }

  /// Least squares, values further off than four times the usual left aside after a first fit.
  private static func fit(
    _ values: [Double], _ places: [SIMD2<Double>], order: Int, _ centre: SIMD2<Double>,
    _ scale: Double
  ) -> Fit? {
    let rows = places.map { terms($0, order, centre, scale) }
    var weights = values.map { _ in 1.0 }
    var result: Fit?
    for _ in 0..<3 {
      let size = rows[0].count
      var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
      for (row, weight) in zip(rows, weights) {
        for i in 0..<size { for j in 0..<size { matrix[i][j] += weight * row[i] * row[j] } }
      }
      guard let inverse = inverted(matrix) else { return result }
      var right = [Double](repeating: 0, count: size)
      for (index, row) in rows.enumerated() {
        for i in 0..<size { right[i] += weights[index] * row[i] * values[index] }
      }
      let solution = inverse.map { zip($0, right).reduce(0) { $0 + $1.0 * $1.1 } }
      let residuals = rows.indices.map { index in
        values[index] - zip(rows[index], solution).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let leftOut = rows.indices.map { index -> Double in
        let row = rows[index]
        var leverage = 0.0
        for i in 0..<size { for j in 0..<size { leverage += row[i] * inverse[i][j] * row[j] } }
        return residuals[index] / max(0.05, 1 - weights[index] * leverage)
      }
      result = Fit(order: order, coefficients: solution, leftOut: leftOut)
      let usual = residuals.map(abs).sorted()[residuals.count / 2] * 1.4826
      weights = residuals.map { abs($0) <= 4 * usual || usual == 0 ? 1 : 0 }
      if weights.reduce(0, +) < Double(fewest[order]) { break }
    }
    return result
  }

  /// The inverse of a small symmetric matrix (Gauss–Jordan); nil where there is none.
  private static func inverted(_ matrix: [[Double]]) -> [[Double]]? {
    let size = matrix.count
    var work = matrix.enumerated().map { index, row in
      row + (0..<size).map { $0 == index ? 1.0 : 0 }
    }
    for column in 0..<size {
      guard let pivot = (column..<size).max(by: { abs(work[$0][column]) < abs(work[$1][column]) }),
        abs(work[pivot][column]) > 1e-9
      else { return nil }
      work.swapAt(column, pivot)
      let factor = work[column][column]
      for k in 0..<(2 * size) { work[column][k] /= factor }
      for row in 0..<size where row != column {
        let share = work[row][column]
        for k in 0..<(2 * size) { work[row][k] -= share * work[column][k] }
      }
    }
    return work.map { Array($0[size...]) }
  }
}
