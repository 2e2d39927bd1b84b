/// Bright sources that are stars beyond doubt: as compact as their frame's stars, and where a galaxy
/// as compact would be a rare one.
public struct SureStars: Sendable {
  /// The least probability of being a star, by compactness and magnitude.
  public var least = 0.95
  /// How many of its own errors a star's compactness may lie from 1.
  public var errors = 2.5
  /// A field with fewer sure stars than this may have fainter ones.
  public var wanted = 5

  public init() {}

  /// What became of the sources: each fails the first test that it does not pass.
  public struct Selection: Sendable, Equatable {
    /// The places of the stars among the sources, ascending.
    public internal(set) var stars: [Int] = []
    /// How many are too faint, or so bright that they may be saturated.
    public internal(set) var offBrightness = 0
    /// How many were spoilt by what lies in their pixels.
    public internal(set) var spoilt = 0
    /// How many are not as compact as stars, or might be compact galaxies.
    public internal(set) var offRidge = 0
  }

  /// - Parameter spoilt: whose pixels are not a star's alone; none if nil.
  public func among(_ sources: Compactness, spoilt: [Bool]? = nil) -> Selection {
    let mixture = CompactnessMixture(fitting: sources)
    let range = mixture.depth.sure
    let strict = among(sources, mixture, range, spoilt) { _ in true }
    var found = [Int](repeating: 0, count: sources.fieldCount)
    for star in strict.stars { found[sources.fields[star]] += 1 }
    guard found.contains(where: { $0 < wanted }) else { return strict }
    let wider = range.lowerBound...range.upperBound + CompactnessDepth.indulgence
    return among(sources, mixture, wider, spoilt) {
      range.contains(sources.magnitudes[$0]) || found[sources.fields[$0]] < wanted
    }
  }

  private func among(
    _ sources: Compactness, _ mixture: CompactnessMixture, _ range: ClosedRange<Double>,
    _ spoilt: [Bool]?, _ isBright: (Int) -> Bool
  ) -> Selection {
    var selection = Selection()
    for source in 0..<sources.count {
      if !(range.contains(sources.magnitudes[source]) && isBright(source)) {
        selection.offBrightness += 1
      } else if spoilt?[source] == true {
        selection.spoilt += 1
      } else if !sources.isMeasured(source)
        || abs(sources.bounded(source) - 1) >= errors * sources.error(source)
        || mixture.posterior(of: source, in: sources) <= least
      {
        selection.offRidge += 1
      } else {
        selection.stars.append(source)
      }
    }
    return selection
  }
}

extension StarCounts {
  /// Decades by which the number of stars grows a magnitude; 0.15, that of the high galactic sky,
  /// where there are too few stars to tell.
  public static func growth(of sources: Compactness) -> Double {
    StarCounts(of: sources).counts?.slope ?? 0.15
  }
}
