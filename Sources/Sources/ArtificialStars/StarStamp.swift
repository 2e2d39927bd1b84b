internal import Foundation
package import Frames
package import Planes
package import Tensors

/// The light of one star in one band: the sky around it taken away, fading out before the rim.
package struct StarStamp {
  /// Pixels from the middle to the rim; the light fades between 11 and 15 pixels.
  static let reach = 17
  private static let fading = 11.0...15.0
  /// The sky is what lies beyond this radius.
  private static let ring = 13.0

  private var stamp: Stamp
  /// The pixel in the stamp's middle.
  private let column: Int
  private let row: Int

  /// The star at (x, y) of a frame; nil where the stamp leaves the frame or pixels are missing.
  package init?(of frame: Frame, x: Double, y: Double) {
    let plane = frame.plane
    guard x.isFinite, y.isFinite, abs(x) < 1e6, abs(y) < 1e6 else { return nil }
    (column, row) = (Int(bounded: x.rounded()), Int(bounded: y.rounded()))
    let reach = Self.reach
    guard column >= reach, row >= reach, column + reach < plane.width, row + reach < plane.height
    else { return nil }
    var pixels: [Float] = []
    for line in (row - reach)...(row + reach) {
      let start = line * plane.width + column - reach
      pixels += plane.pixels[start...(start + 2 * reach)]
    }
    guard pixels.allSatisfy(\.isFinite) else { return nil }
    stamp = Stamp(reach: reach, pixels: pixels)
    let radii = Self.radii
    let sky = upperMedian(radii.indices.filter { radii[$0] > Self.ring }.map { pixels[$0] })
    for index in radii.indices {
      let along =
        (Self.fading.upperBound - radii[index])
        / (Self.fading.upperBound - Self.fading.lowerBound)
      let t = Float(min(max(along, 0), 1))
      stamp.pixels[index] = (pixels[index] - sky) * t * t * (3 - 2 * t)
    }
  }

  /// The star `factor` times as bright, with the photon noise that dimming took away.
  ///
  /// - Parameter photon: the variance that a unit of light brings.
  package func dimmed(by factor: Double, photon: Double, random: inout RandomNumbers) -> StarStamp {
    var result = self
    let share = max(0, factor * (1 - factor)) * photon
    for index in stamp.pixels.indices {
      let light = stamp.pixels[index]
      let noise = (Double(max(0, light)) * share).squareRoot()
      let wave = noise > 0 ? Float(noise * random.normal()) : 0
      result.stamp.pixels[index] = Float(factor) * light + wave
    }
    return result
  }

  /// Adds the star, moved by (dx, dy) pixels, to the pixels `[y, x]` of a plane.
  package func add(to pixels: inout [Float], of plane: PixelPlane, dx: Double, dy: Double) {
    guard dx.isFinite, dy.isFinite, abs(dx) < 1e6, abs(dy) < 1e6 else { return }
    let (right, up) = (Int(bounded: dx.rounded()), Int(bounded: dy.rounded()))
    let (x, y) = (dx - Double(right), dy - Double(up))
    // Below a fiftieth of a pixel, interpolation would smooth more than it moves.
    let moved = max(abs(x), abs(y)) < 0.02 ? stamp : stamp.shifted(x: x, y: y)
    let corner = (x: column + right - Self.reach, y: row + up - Self.reach)
    for line in 0..<moved.side where (0..<plane.height).contains(corner.y + line) {
      for place in 0..<moved.side where (0..<plane.width).contains(corner.x + place) {
        pixels[(corner.y + line) * plane.width + corner.x + place] +=
          moved.pixels[line * moved.side + place]
      }
    }
  }

  /// How far every pixel of a stamp lies from its middle.
  private static let radii: [Double] = (-reach...reach).flatMap { y in
    (-reach...reach).map { hypot(Double($0), Double(y)) }
  }
}
