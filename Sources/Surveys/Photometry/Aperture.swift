internal import Foundation

/// A circle on a picture: which share of each pixel lies within it.
package struct Aperture: Sendable {
  package let x: Double
  package let y: Double
  package let radius: Double
  /// Each pixel of the rim is looked at on a grid of this many points a side.
  private static let steps = 8

  package init(x: Double, y: Double, radius: Double) {
    (self.x, self.y, self.radius) = (x, y, radius)
  }

  /// The light within the circle of a plane [size, size]; NaN where a pixel of it is missing or
  /// lies outside the plane.
  package func flux(of plane: [Float], size: Int) -> Double {
    let (left, right) = (Int((x - radius).rounded()), Int((x + radius).rounded()))
    let (bottom, top) = (Int((y - radius).rounded()), Int((y + radius).rounded()))
    guard left >= 0, bottom >= 0, right < size, top < size else { return .nan }
    var sum = 0.0
    for row in bottom...top {
      for column in left...right {
        let share = overlap(column: column, row: row)
        if share > 0 { sum += share * Double(plane[row * size + column]) }
      }
    }
    return sum
  }

  /// The share of one pixel inside the circle.
  package func overlap(column: Int, row: Int) -> Double {
    let (dx, dy) = (Double(column) - x, Double(row) - y)
    let distance = (dx * dx + dy * dy).squareRoot()
    if distance < radius - 0.7072 { return 1 }
    if distance > radius + 0.7072 { return 0 }
    var inside = 0
    let steps = Self.steps
    for j in 0..<steps {
      let v = dy + (Double(j) + 0.5) / Double(steps) - 0.5
      for i in 0..<steps {
        let u = dx + (Double(i) + 0.5) / Double(steps) - 0.5
        if u * u + v * v <= radius * radius { inside += 1 }
      }
    }
    return Double(inside) / Double(steps * steps)
  }
}
