internal import Foundation

/// The point spread of one field and band, place by place: the median star, stretched to the width and
/// the ellipticity that the field's stars have around there.
///
/// Three numbers vary, each a low polynomial of place (as PSFEx has it for pixels: Bertin 2011, ASP
/// Conf. 442, 435); three are told well by as few stars as a field has.
package struct VaryingPointSpread: Sendable {
  /// The median of all stars, or a stand-in.
  package private(set) var mean: FieldPointSpread
  private var shape: StampShape?
  /// ln of the size over the mean's, and the ellipticities less the mean's.
  private var size, e1, e2: PlaceTrend

  /// The same everywhere.
  package init(_ mean: FieldPointSpread) {
    self.mean = mean
    shape = nil
    size = PlaceTrend(constant: 0)
    (e1, e2) = (size, size)
  }

  /// - Parameter stars: each with its place on the field's reference frame, in pixels.
  package init(_ mean: FieldPointSpread, stars: [(stamp: Stamp, place: SIMD2<Double>)]) {
    self.init(mean)
    let window = mean.width / 2.3548 * 1.5
    guard let whole = StampShape(of: mean.stamp, window: window) else { return }
    var (places, sizes, first, second): ([SIMD2<Double>], [Double], [Double], [Double]) = (
      [], [], [], []
    )
    for star in stars where star.place.x.isFinite && star.place.y.isFinite {
      guard let shape = StampShape(of: star.stamp, window: window) else { continue }
      places.append(star.place)
      sizes.append(log(shape.size / whole.size))
      first.append(shape.e1 - whole.e1)
      second.append(shape.e2 - whole.e2)
    }
    guard !places.isEmpty else { return }
    shape = whole
    func trend(_ values: [Double]) -> PlaceTrend {
      let found = PlaceTrend(values, at: places)
      // The median star already has the mean of them all.
      return found.order == 0 ? PlaceTrend(constant: 0) : found
    }
    (size, e1, e2) = (trend(sizes), trend(first), trend(second))
  }

  /// Whether it is anywhere else than in the middle.
  package var varies: Bool { size.order + e1.order + e2.order > 0 }

  /// Full width at half maximum at a place, in pixels.
  package func width(at place: SIMD2<Double>) -> Double { mean.width * exp(size.at(place)) }

  package func at(_ place: SIMD2<Double>) -> FieldPointSpread {
    guard varies, let shape else { return mean }
    let local = StampShape(
      size: shape.size * exp(size.at(place)), e1: shape.e1 + e1.at(place),
      e2: shape.e2 + e2.at(place))
    return mean.stretched(by: shape.change(to: local))
  }
}
