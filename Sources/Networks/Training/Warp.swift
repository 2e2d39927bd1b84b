internal import Foundation
internal import Tensors

/// Where each pixel of a bent image comes from: an affine map around the centre, and on top of it a
/// displacement that a lattice of cubic B-splines spreads smoothly.
package struct Warp: Sendable {
  /// x' = xx·x + xy·y, y' = yx·x + yy·y, in pixels from the image's centre.
  package var (xx, xy, yx, yy): (Float, Float, Float, Float)
  /// Added to x' and y', in pixels.
  package var shift: (x: Float, y: Float)
  /// Displacements in pixels of the lattice's points `[x then y, row, column]`.
  package var lattice = [Float](repeating: 0, count: 2 * SplineLattice.points)

  /// - Parameters:
  ///   - angle: radians; `stretch`: logarithms of the factors along the axes.
  package init(
    angle: Double, stretch: (x: Double, y: Double), shear: Double, shift: (x: Double, y: Double)
  ) {
    let (c, s, a, b) = (cos(angle), sin(angle), exp(stretch.x), exp(stretch.y))
    (xx, xy) = (Float(c * a), Float((c * shear - s) * b))
    (yx, yy) = (Float(s * a), Float((s * shear + c) * b))
    self.shift = (Float(shift.x), Float(shift.y))
  }

  /// Writes `source`, an image `[y, x, channel]`, bent; between pixels it is linear, outside 0.
  package func apply(
    to source: UnsafeBufferPointer<Float>, shape: [Int], _ splines: SplineLattice,
    writing target: UnsafeMutableBufferPointer<Float>
  ) {
    let (height, width, channels) = (shape[0], shape[1], shape[2])
    forEachPixel(width: width, height: height, splines) { pixel, x, y in
      Self.sample(
        source, (height, width, channels), x, y, into: target, at: pixel * channels)
    }
  }

  /// Writes `source`, numbers `[y, x]` of classes, moved as the image is: each pixel has the class of the nearest
  /// that it comes from, outside `outside`.
  package func move(
    classes source: UnsafeBufferPointer<Float>, width: Int, height: Int, outside: Float,
    _ splines: SplineLattice, writing target: UnsafeMutableBufferPointer<Float>
  ) {
    forEachPixel(width: width, height: height, splines) { pixel, x, y in
      let isInside =
        x >= -0.5 && y >= -0.5 && x < Float(width) - 0.5 && y < Float(height) - 0.5
      target[pixel] =
        isInside
        ? source[Int((y + 0.5).rounded(.down)) * width + Int((x + 0.5).rounded(.down))] : outside
    }
  }

  /// Tells for every pixel of the bent image, row by row, where it comes from.
  private func forEachPixel(
    width: Int, height: Int, _ splines: SplineLattice,
    _ body: (_ pixel: Int, _ x: Float, _ y: Float) -> Void
  ) {
    let (middleX, middleY) = (Float(width - 1) / 2, Float(height - 1) / 2)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * SplineLattice.side) { row in
      for y in 0..<height {
        splines.mixRows(of: lattice, at: y, into: row)
        let v = Float(y) - middleY
        for x in 0..<width {
          let u = Float(x) - middleX
          let moved = splines.displacement(row, at: x)
          body(
            y * width + x, xx * u + xy * v + shift.x + moved.x + middleX,
            yx * u + yy * v + shift.y + moved.y + middleY)
        }
      }
    }
  }

  private static func sample(
    _ source: UnsafeBufferPointer<Float>, _ size: (height: Int, width: Int, channels: Int),
    _ x: Float, _ y: Float, into target: UnsafeMutableBufferPointer<Float>, at place: Int
  ) {
    for channel in 0..<size.channels { target[place + channel] = 0 }
    guard x > -1, y > -1, x < Float(size.width), y < Float(size.height) else { return }
    let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let (right, below) = (x - Float(left), y - Float(top))
    func add(_ row: Int, _ column: Int, _ weight: Float) {
      guard row >= 0, row < size.height, column >= 0, column < size.width else { return }
      let from = (row * size.width + column) * size.channels
      for channel in 0..<size.channels {
        target[place + channel] += weight * source[from + channel]
      }
    }
    add(top, left, (1 - below) * (1 - right))
    add(top, left + 1, (1 - below) * right)
    add(top + 1, left, below * (1 - right))
    add(top + 1, left + 1, below * right)
  }
}
