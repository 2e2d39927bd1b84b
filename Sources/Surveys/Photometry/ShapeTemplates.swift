internal import Foundation

/// What a point and exponential galaxies of a few sizes look like through one point spread, at
/// every eighth of a pixel.
package struct ShapeTemplates: Sendable {
  /// Half-light radii in arcseconds of the galaxies behind template 0, the point.
  package static let galaxyRadii = [0.15, 0.3, 0.55, 0.9, 1.5]
  package static let count = 1 + galaxyRadii.count
  /// Templates reach this far from the middle pixel.
  package static let reach = 8
  package static let side = 2 * reach + 1
  /// Positions within a pixel along each axis.
  static let shifts = 8
  /// Pixels of one template, filled up with zeros to whole groups of eight.
  static let length = (side * side + 7) / 8 * 8
  /// [template, shift y, shift x, pixel]
  private let values: [Float]

  package init(_ spread: FieldPointSpread, pixelScale: Double) {
    var values: [Float] = []
    let mask = Self.mask
    for index in 0..<Self.count {
      let shape =
        index == 0
        ? spread.stamp
        : Self.convolved(spread.stamp, radius: Self.galaxyRadii[index - 1] / pixelScale)
      for j in 0..<Self.shifts {
        for i in 0..<Self.shifts {
          let moved = shape.shifted(x: Self.shift(i), y: Self.shift(j)).cropped(to: Self.reach)
          values += zip(moved.pixels, mask).map { $0 * $1 }
          values += [Float](repeating: 0, count: Self.length - moved.pixels.count)
        }
      }
    }
    self.values = values
  }

  /// The displacement of a shift number, −0.5 up to 0.375 pixels.
  static func shift(_ number: Int) -> Double { Double(number) / Double(shifts) - 0.5 }

  /// The pixels of template `index` moved by shift numbers (x, y).
  func withPixels<R>(
    _ index: Int, x: Int, y: Int, _ body: (UnsafeBufferPointer<Float>) -> R
  ) -> R {
    let start = ((index * Self.shifts + y) * Self.shifts + x) * Self.length
    return values.withUnsafeBufferPointer {
      body(.init(rebasing: $0[start..<(start + Self.length)]))
    }
  }

  /// One within `reach` of the middle, zero in the corners.
  static let mask: [Float] = (-reach...reach).flatMap { row in
    (-reach...reach).map { column in
      Double(row * row + column * column) <= Double(reach * reach) ? 1 : 0
    }
  }

  /// A point spread smeared by a round exponential disk of half-light radius `radius` pixels.
  private static func convolved(_ stamp: Stamp, radius: Double) -> Stamp {
    let (reach, side) = (stamp.reach, stamp.side)
    let disk = exponential(radius: radius, reach: reach)
    var result = [Float](repeating: 0, count: side * side)
    for j in -reach...reach {
      for i in -reach...reach {
        let weight = disk[(j + reach) * side + i + reach]
        guard weight > 1e-7 else { continue }
        for row in max(0, j)..<min(side, side + j) {
          for column in max(0, i)..<min(side, side + i) {
            result[row * side + column] += weight * stamp.pixels[(row - j) * side + column - i]
          }
        }
      }
    }
    return Stamp(reach: reach, pixels: result)
  }

  /// An exponential disk integrated over pixels on a grid of 11 × 11 points each.
  private static func exponential(radius: Double, reach: Int) -> [Float] {
    let scale = radius / 1.67835
    var values: [Float] = []
    for row in -reach...reach {
      for column in -reach...reach {
        var sum = 0.0
        for j in -5...5 {
          for i in -5...5 {
            let (x, y) = (Double(column) + Double(i) / 11, Double(row) + Double(j) / 11)
            sum += exp(-(x * x + y * y).squareRoot() / scale)
          }
        }
        values.append(Float(sum))
      }
    }
    let total = values.reduce(0, +)
    return values.map { $0 / total }
  }
}
