internal import Files
public import Planes
public import Sky

/// Bright, lonely stars of every field, known for stars without a label, whose images stand for
/// those of fainter stars.
public struct StarAnchors: Sendable {
  /// A star that may be copied.
  package struct Anchor: Sendable {
    package let position: SkyPosition
    package let magnitude: Double
  }

  /// The anchors of each field, brightest first.
  private let byField: [String: [Anchor]]
  /// Decades by which the number of stars grows a magnitude.
  public let slope: Double
  /// How many stars were left out for a neighbour.
  public let crowded: Int
  /// No other source is nearer than this to an anchor, in arcseconds.
  public static let solitude = 6.0
  /// What in a star's cutout makes it no model of others: light or pixels that are not its own. All
  /// other flags (a cutout that leaves the frame, a checksum that does not fit, a star that another
  /// field shows too) leave the star what it is.
  public static let spoiling: CutoutFlags = [
    .blended, .truncated, .degenerate, .uncertainFlux, .saturated, .masked, .artificial,
  ]

  /// - Parameters:
  ///   - sources: all sources of the fields, in any order.
  ///   - sure: the places in `sources` of those that are stars beyond doubt.
  ///   - slope: decades by which the number of stars grows a magnitude.
  public init(
    _ sources: [(field: String, position: SkyPosition, magnitude: Double)], sure: [Int],
    slope: Double
  ) {
    let positions = sources.map(\.position)
    let near = SkyMatch.pairs(sure.map { positions[$0] }, positions, radius: Self.solitude)
    var crowded = Set<Int>()
    for pair in near where pair.second != sure[pair.first] { crowded.insert(pair.first) }
    var byField: [String: [Anchor]] = [:]
    for (place, source) in sure.enumerated() where !crowded.contains(place) {
      let star = sources[source]
      guard star.magnitude.isFinite else { continue }
      byField[star.field, default: []].append(
        Anchor(position: star.position, magnitude: star.magnitude))
    }
    self.crowded = crowded.count
    self.byField = byField.mapValues { anchors in
      anchors.sorted { ($0.magnitude, $0.position.ra) < ($1.magnitude, $1.position.ra) }
    }
    self.slope = slope
  }

  /// The anchors of a field, brightest first.
  package func inField(_ id: String) -> [Anchor] { byField[id] ?? [] }

  /// The magnitude of the brightest anchor of all; nil without any.
  public var brightest: Double? { byField.values.compactMap { $0.first?.magnitude }.min() }

  /// The fields that have anchors, and how many.
  public var counts: [String: Int] { byField.mapValues(\.count) }

  /// How many there are in all fields together.
  public var count: Int { byField.values.reduce(0) { $0 + $1.count } }

  /// Mixes all that decides what is injected into a fingerprint.
  func mix(into fingerprint: inout RunFingerprint) {
    fingerprint.mix(slope.bitPattern)
    for (field, anchors) in byField.sorted(by: { $0.key < $1.key }) {
      fingerprint.mix(field)
      for anchor in anchors {
        fingerprint.mix(anchor.position.ra.bitPattern)
        fingerprint.mix(anchor.position.dec.bitPattern)
        fingerprint.mix(anchor.magnitude.bitPattern)
      }
    }
  }
}
