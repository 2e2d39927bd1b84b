/// Bright sources that are stars beyond doubt: as compact as their frame's stars, and where a galaxy
/// as compact would be a rare one.
public struct SureStars: Sendable {
  /// Bright enough to be sure, faint enough not to be saturated.
  public var magnitudes = 15.5...19.5
  /// The least probability of being a star, by compactness and magnitude.
  public var least = 0.95
  /// How many of its own errors a star's compactness may lie from 1.
  public var errors = 2.5

  public init() {}

  /// Their places among the sources, ascending.
  public func among(_ sources: Compactness) -> [Int] {
    let mixture = CompactnessMixture(fitting: sources)
    return (0..<sources.count).filter { source in
      sources.isMeasured(source) && magnitudes.contains(sources.magnitudes[source])
        && abs(sources.bounded(source) - 1) < errors * sources.error(source)
        && mixture.posterior(of: source, in: sources) > least
    }
  }
}

extension StarCounts {
  /// Decades by which the number of stars grows a magnitude; 0.15, that of the high galactic sky,
  /// where there are too few stars to tell.
  public static func growth(of sources: Compactness) -> Double {
    StarCounts(of: sources).counts?.slope ?? 0.15
  }
}
