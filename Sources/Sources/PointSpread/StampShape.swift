internal import Foundation
internal import Planes
internal import Tensors

/// The width and the ellipticity of a star's picture: the covariance of a Gaussian that leaves the same
/// second moments under a Gaussian window.
package struct StampShape: Sendable {
  /// Covariances along x, across, and along y, in squared pixels.
  package var xx, xy, yy: Double

  /// The mean of both axes: σ in pixels.
  package var size: Double { (max(0, xx * yy - xy * xy)).squareRoot().squareRoot() }
  package var e1: Double { (xx - yy) / (xx + yy) }
  package var e2: Double { 2 * xy / (xx + yy) }

  package init(xx: Double, xy: Double, yy: Double) {
    (self.xx, self.xy, self.yy) = (xx, xy, yy)
  }

  /// A shape of this size and ellipticity.
  package init(size: Double, e1: Double, e2: Double) {
    let round = max(1e-6, 1 - e1 * e1 - e2 * e2)
    let half = size * size / round.squareRoot()
    self.init(xx: half * (1 + e1), xy: half * e2, yy: half * (1 - e1))
  }

  /// - Parameter window: σ of the window, in pixels.
  package init?(of stamp: Stamp, window: Double) {
    var (sum, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0)
    let reach = min(stamp.reach, Int(bounded: (4 * window).rounded(.up)))
    for row in -reach...reach {
      for column in -reach...reach {
        let (x, y) = (Double(column), Double(row))
        let weight = exp(-(x * x + y * y) / (2 * window * window))
        let light =
          weight
          * Double(stamp.pixels[(row + stamp.reach) * stamp.side + column + stamp.reach])
        sum += light
        xx += light * x * x
        xy += light * x * y
        yy += light * y * y
      }
    }
    guard sum > 0 else { return nil }
    (xx, xy, yy) = (xx / sum, xy / sum, yy / sum)
    // Under the window covariances add as inverses.
    let determinant = xx * yy - xy * xy
    guard determinant > 0 else { return nil }
    let less = 1 / (window * window)
    let (a, b, c) = (yy / determinant - less, -xy / determinant, xx / determinant - less)
    let inverse = a * c - b * b
    guard inverse > 0, a > 0, c > 0 else { return nil }
    self.init(xx: c / inverse, xy: -b / inverse, yy: a / inverse)
  }

  /// The symmetric matrix that turns this shape into another: (xx, xy, yy).
  package func change(to other: StampShape) -> (xx: Double, xy: Double, yy: Double) {
    // A = S2 (S1)⁻¹ with S the symmetric roots, made symmetric: the difference is of second order.
    let (a, b) = (other.root, root)
    let determinant = b.xx * b.yy - b.xy * b.xy
    let inverse = (xx: b.yy / determinant, xy: -b.xy / determinant, yy: b.xx / determinant)
    let upper = a.xx * inverse.xy + a.xy * inverse.yy
    let lower = a.xy * inverse.xx + a.yy * inverse.xy
    return (
      a.xx * inverse.xx + a.xy * inverse.xy, (upper + lower) / 2,
      a.xy * inverse.xy + a.yy * inverse.yy
    )
  }

  /// The symmetric root of the covariance.
  private var root: (xx: Double, xy: Double, yy: Double) {
    let s = max(1e-12, xx * yy - xy * xy).squareRoot()
    let t = max(1e-12, xx + yy + 2 * s).squareRoot()
    return ((xx + s) / t, xy / t, (yy + s) / t)
  }
}

extension Stamp {
  /// The picture with every distance from its middle changed by a symmetric matrix (Lanczos 3); zero
  /// flows in at the edges.
  package func stretched(by change: (xx: Double, xy: Double, yy: Double)) -> Stamp {
    let determinant = change.xx * change.yy - change.xy * change.xy
    guard determinant > 0 else { return self }
    let (a, b, c) = (
      change.yy / determinant, -change.xy / determinant, change.xx / determinant
    )
    var result = pixels
    for row in -reach...reach {
      for column in -reach...reach {
        let x = a * Double(column) + b * Double(row) + Double(reach)
        let y = b * Double(column) + c * Double(row) + Double(reach)
        let (left, bottom) = (Int(bounded: x.rounded(.down)), Int(bounded: y.rounded(.down)))
        let across = Lanczos.weights(at: (-2...3).map { Double(left + $0) - x })
        let along = Lanczos.weights(at: (-2...3).map { Double(bottom + $0) - y })
        var sum: Float = 0
        for j in 0..<6 where bottom + j - 2 >= 0 && bottom + j - 2 < side {
          for i in 0..<6 where left + i - 2 >= 0 && left + i - 2 < side {
            sum += along[j] * across[i] * pixels[(bottom + j - 2) * side + left + i - 2]
          }
        }
        result[(row + reach) * side + column + reach] = sum
      }
    }
    return Stamp(reach: reach, pixels: result)
  }
}
