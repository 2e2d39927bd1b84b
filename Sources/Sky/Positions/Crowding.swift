internal import Foundation

/// What the other sources of its field do to each source.
public struct Crowding: Sendable {
  /// The neighbours' light that falls on each source over its own, as ln(1 + x): every neighbour's
  /// light is weighted by a Gaussian of 1.5 arcseconds in its distance.
  public let light: [Double]
  /// The distance of the nearest one in arcseconds, at most `reach`.
  public let distance: [Double]

  /// Beyond this many arcseconds a source is no neighbour.
  public static let reach = 6.0
  private static let blur = 1.5

  /// - Parameters:
  ///   - magnitudes: of the sources; not finite where unknown.
  ///   - fields: the field of each; what another field shows at the same place is the source itself.
  public init(of positions: [SkyPosition], magnitudes: [Double], fields: [String]) {
    precondition(magnitudes.count == positions.count && fields.count == positions.count)
    var light = [Double](repeating: 0, count: positions.count)
    var distance = [Double](repeating: Self.reach, count: positions.count)
    for members in Dictionary(grouping: positions.indices, by: { fields[$0] }).values {
      let here = members.map { positions[$0] }
      for pair in SkyMatch.pairs(here, here, radius: Self.reach) where pair.first != pair.second {
        let (own, other) = (members[pair.first], members[pair.second])
        distance[own] = min(distance[own], pair.separation)
        let ratio = pow(10, 0.4 * (magnitudes[own] - magnitudes[other]))
        guard ratio.isFinite else { continue }
        let blurs = pair.separation / Self.blur
        light[own] += ratio * exp(-0.5 * blurs * blurs)
      }
    }
    self.light = light.map { log(1 + $0) }
    self.distance = distance
  }
}
