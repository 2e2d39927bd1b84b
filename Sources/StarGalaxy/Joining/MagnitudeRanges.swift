/// Ranges of magnitudes in which artificial stars are compared with sources: about as many sources in each.
struct MagnitudeRanges {
  /// The places of the sources and of the stars of each range; both are in every range.
  let members: [(sources: [Int], stars: [Int])]

  /// So many sources show how a star stands among them.
  private static let wanted = 100
  private static let most = 8

  /// All in one range.
  init(sources: [Int], stars: [Int]) { members = [(sources, stars)] }

  /// What is brighter or fainter than every artificial star is in no range.
  init(of sources: [Double], stars: [Double]) {
    let finite = stars.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    let inside = ascending(sources).filter { sources[$0] >= low && sources[$0] <= high }
    let count = min(max(inside.count / Self.wanted, 1), Self.most)
    var members = [(sources: [Int], stars: [Int])](repeating: ([], []), count: count)
    for (place, source) in inside.enumerated() {
      members[place * count / inside.count].sources.append(source)
    }
    let edges = members.dropFirst().map { sources[$0.sources[0]] }
    for star in stars.indices where stars[star].isFinite {
      members[edges.firstIndex { stars[star] < $0 } ?? count - 1].stars.append(star)
    }
    self.members = members.filter { !$0.sources.isEmpty && !$0.stars.isEmpty }
  }
}
