internal import Clusters
internal import Foundation

/// How faint these frames tell stars from galaxies by compactness, found on their own noise.
///
/// No magnitude of any survey stands anywhere in the label-free way: a range of magnitudes is given
/// relative to this one. Frames that are a magnitude deeper, or whose zero point is another, move
/// all ranges with them.
public struct CompactnessDepth: Sendable, Equatable {
  /// The magnitude at which noise moves compactness as much as stars of any brightness scatter
  /// (0.012); about 21.35 on SDSS frames.
  public let magnitude: Double

  /// Noise moves compactness by a share of it that grows with 10^(0.4 m), so that every source
  /// whose error noise rules tells the depth; their median is taken. Where errors say nothing, the
  /// median magnitude stands in.
  public init(of sources: Compactness) {
    let ruled = (0..<sources.count).compactMap { source -> Double? in
      guard sources.isMeasured(source), sources.magnitudes[source].isFinite else { return nil }
      let noise = sources.noise(source)
      guard Self.telling.contains(noise) else { return nil }
      return sources.magnitudes[source] - 2.5 * log10(noise / Compactness.ridgeWidth)
    }
    magnitude =
      OrderStatistics.median(ruled)
      ?? OrderStatistics.median(sources.magnitudes.filter(\.isFinite)) ?? 0
  }

  /// Errors by noise that tell the depth: neither hidden by the ridge's own width nor of sources
  /// that hardly were found.
  private static let telling = 0.006...0.05

  /// Where stars and galaxies are told apart, and there are enough of both: 18.5 to 21.5 on SDSS
  /// frames.
  var mixture: ClosedRange<Double> { magnitude - 2.85...magnitude + 0.15 }
  /// Where compactness can be trusted to count stars: 16 to 21 on SDSS frames.
  var counting: ClosedRange<Double> { magnitude - 5.35...trusted }
  /// Brighter than this, each source's compactness speaks for itself: 21 on SDSS frames.
  var trusted: Double { magnitude - 0.35 }
  /// Where lines in magnitude are given: 20 on SDSS frames.
  var pivot: Double { magnitude - 1.35 }
  /// Where stars are sure ones, and few are saturated: 15.5 to 19.5 on SDSS frames.
  var sure: ClosedRange<Double> { magnitude - 5.85...magnitude - 1.85 }
  /// How much fainter a star may be where few are sure.
  static let indulgence = 1.0
  /// The brightest artificial stars that teach anything: 17 on SDSS frames.
  public var taught: Double { magnitude - 4.35 }
}
