internal import Foundation
internal import Tensors

/// A circle on a picture: which share of each pixel lies within it.
package struct PixelCircle: Sendable {
  package let x: Double
  package let y: Double
  package let radius: Double
  /// Each pixel of the rim is cut into this many strips, each measured exactly.
  private static let strips = 12

  package init(x: Double, y: Double, radius: Double) {
    (self.x, self.y, self.radius) = (x, y, radius)
  }

  /// The light within the circle of a plane [size, size]; NaN where a pixel of it is missing or
  /// lies outside the plane.
  package func flux(of plane: [Float], size: Int) -> Double {
    let (left, right) = (
      Int(bounded: (x - radius).rounded()), Int(bounded: (x + radius).rounded())
    )
    let (bottom, top) = (
      Int(bounded: (y - radius).rounded()), Int(bounded: (y + radius).rounded())
    )
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
    var inside = 0.0
    for strip in 0..<Self.strips {
      let u = dx + (Double(strip) + 0.5) / Double(Self.strips) - 0.5
      let half = max(0, radius * radius - u * u).squareRoot()
      inside += max(0, min(dy + 0.5, half) - max(dy - 0.5, -half))
    }
    return inside / Double(Self.strips)
  }
}
