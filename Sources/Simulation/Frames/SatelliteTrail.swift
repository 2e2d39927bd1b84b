internal import Foundation
internal import Tensors

/// The straight streak that a satellite leaves from one edge of a frame to another.
package struct SatelliteTrail: Sendable {
  let width, height: Int
  /// A point it goes through, and its direction in radians.
  let x, y, angle: Double
  /// Light of a pixel on its middle, in nanomaggies.
  let brightness: Double
  /// The standard deviation of its profile across, in pixels.
  let deviation: Double

  package init(
    width: Int, height: Int, x: Double, y: Double, angle: Double, brightness: Double,
    deviation: Double
  ) {
    (self.width, self.height, self.x, self.y) = (width, height, x, y)
    (self.angle, self.brightness, self.deviation) = (angle, brightness, deviation)
  }

  /// A random one: 3 to 50 times the noise bright, one to two point spreads wide, as satellites are out of
  /// focus.
  init(
    width: Int, height: Int, spread: Double, noise: Double, random: inout RandomNumbers
  ) {
    self.init(
      width: width, height: height, x: random.uniform() * Double(width),
      y: random.uniform() * Double(height), angle: random.uniform(in: 0..<(.pi)),
      brightness: noise * 3 * pow(50.0 / 3, random.uniform()),
      deviation: spread / 2.355 * (1 + random.uniform()))
  }

  /// Adds its light, and its mark where that is above `limit`.
  package func add(to pixels: inout [Float], marks: inout [PixelMarks], above limit: Double) {
    let (c, s) = (cos(angle), sin(angle))
    for row in 0..<height {
      for column in 0..<width {
        let across = (Double(column) - x) * s - (Double(row) - y) * c
        guard abs(across) < 5 * deviation else { continue }
        let light = brightness * exp(-across * across / (2 * deviation * deviation))
        let place = row * width + column
        pixels[place] += Float(light)
        if light > limit { marks[place].insert(.trail) }
      }
    }
  }
}
