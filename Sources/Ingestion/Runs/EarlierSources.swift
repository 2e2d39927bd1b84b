internal import Sky

/// The positions of cutouts already in the set, field by field, to tell which sources come again.
struct EarlierSources {
  /// Two cutouts nearer than this are of one source, in arcseconds.
  static let radius = 1.0

  private struct Group {
    let centre: SkyPosition
    let reach: Double
    let positions: [SkyPosition]
  }

  private var groups: [Group] = []

  /// The positions that an earlier field has too.
  func duplicates(of positions: [SkyPosition]) -> Set<Int> {
    guard let own = Self.group(positions) else { return [] }
    let near = groups.filter {
      $0.centre.separation(to: own.centre) <= $0.reach + own.reach + Self.radius
    }
    return Set(
      near.flatMap { SkyMatch.pairs($0.positions, positions, radius: Self.radius).map(\.second) })
  }

  mutating func add(_ positions: [SkyPosition]) {
    if let group = Self.group(positions) { groups.append(group) }
  }

  private static func group(_ positions: [SkyPosition]) -> Group? {
    let known = positions.filter { $0.ra.isFinite && $0.dec.isFinite }
    guard let centre = known.first else { return nil }
    let reach = known.reduce(0) { max($0, $1.separation(to: centre)) }
    return Group(centre: centre, reach: reach, positions: known)
  }
}
