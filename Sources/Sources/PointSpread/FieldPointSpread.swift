internal import Foundation
internal import Tensors

/// The point spread of one field and band as seen on its own stars, found without labels.
package struct FieldPointSpread: Sendable {
  /// The light of a point in the middle pixel; its pixels add to one.
  package let stamp: Stamp
  /// Full width at half maximum, in pixels.
  package let width: Double
  /// Stars that made it; 0 where a stand-in had to do.
  package let count: Int
  package static let reach = 11

  /// The median of centred stars, each divided by its light; nil for fewer than three.
  package init?(medianOf stars: [Stamp]) {
    let reach = Self.reach
    var scaled: [[Float]] = []
    for star in stars where star.reach == reach {
      let light = PixelCircle(x: Double(reach), y: Double(reach), radius: 8)
        .flux(of: star.pixels, size: star.side)
      guard light.isFinite, light > 0 else { continue }
      scaled.append(star.pixels.map { $0 / Float(light) })
    }
    guard scaled.count >= 3 else { return nil }
    let side = 2 * reach + 1
    var median = [Float](repeating: 0, count: side * side)
    for position in median.indices {
      let values = scaled.map { $0[position] }.sorted()
      let middle = values.count / 2
      median[position] =
        values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
    let rim = PixelCircle(x: Double(reach), y: Double(reach), radius: Double(reach) - 0.5)
    for row in 0..<side {
      for column in 0..<side {
        median[row * side + column] *= Float(rim.overlap(column: column, row: row))
      }
    }
    self.init(shape: median, count: scaled.count)
  }

  /// A round Gaussian, the stand-in for a field without bright stars.
  package init(gaussianOfWidth width: Double) {
    let reach = Self.reach
    let variance = pow(width / 2.3548, 2)
    var shape: [Float] = []
    for row in -reach...reach {
      for column in -reach...reach {
        shape.append(Float(exp(-Double(row * row + column * column) / (2 * variance))))
      }
    }
    self.init(shape: shape, count: 0)
  }

  /// The same with every distance from the middle changed by a symmetric matrix.
  func stretched(by change: (xx: Double, xy: Double, yy: Double)) -> FieldPointSpread {
    FieldPointSpread(shape: stamp.stretched(by: change).pixels, count: count)
  }

  private init(shape: [Float], count: Int) {
    let total = shape.reduce(0, +)
    stamp = Stamp(reach: Self.reach, pixels: shape.map { $0 / total })
    width = Self.width(of: stamp)
    self.count = count
  }

  /// Twice the radius at which the mean profile falls to half of its central value.
  private static func width(of stamp: Stamp) -> Double {
    let middle = stamp.reach
    let peak = Double(stamp.pixels[middle * stamp.side + middle])
    // For any smooth profile the area above half of the peak is the circle of that width; pixels
    // are refined by straight interpolation on a grid of 8.
    var above = 0
    let steps = 8
    for j in 0..<(10 * steps) {
      for i in 0..<(10 * steps) {
        let (u, v) = (Double(i) / Double(steps) - 5, Double(j) / Double(steps) - 5)
        let (left, bottom) = (Int(bounded: u.rounded(.down)), Int(bounded: v.rounded(.down)))
        let (a, b) = (u - Double(left), v - Double(bottom))
        func at(_ dx: Int, _ dy: Int) -> Double {
          Double(stamp.pixels[(middle + bottom + dy) * stamp.side + middle + left + dx])
        }
        let value =
          (1 - b) * ((1 - a) * at(0, 0) + a * at(1, 0)) + b * ((1 - a) * at(0, 1) + a * at(1, 1))
        if value > peak / 2 { above += 1 }
      }
    }
    return 2 * (Double(above) / Double(steps * steps) / .pi).squareRoot()
  }
}
