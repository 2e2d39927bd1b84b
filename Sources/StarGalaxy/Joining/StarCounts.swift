internal import Foundation
internal import Tensors

/// How many of the sources of each magnitude are stars, found without a label.
///
/// Among bright sources, compactness tells stars from galaxies. Their number grows with magnitude
/// nearly as 10^(slope · m), over a range too short for the Galaxy's structure to show; followed to
/// fainter sources and divided by all that was detected, it says which share are stars where images
/// hardly tell any more. The share never grows towards fainter magnitudes.
public struct StarCounts: Sendable {
  /// Stars per bin of half a magnitude at magnitude 19, and their growth in dex a magnitude; nil
  /// where too few bright stars show either.
  public let counts: (atNineteen: Double, slope: Double)?
  /// Centres of the bins, ascending, and the share of stars in each.
  private let centres: [Double]
  private let shares: [Double]
  private let mixture: CompactnessMixture

  private static let width = 0.5
  /// Where compactness can be trusted to count stars.
  private static let trusted = 16.0...20.25
  private static let bounds = 0.02...0.97

  public init(of sources: Compactness) {
    self.init(of: sources, mixture: CompactnessMixture(fitting: sources))
  }

  /// - Parameter mixture: fitted to the same compactness.
  public init(of sources: Compactness, mixture: CompactnessMixture) {
    self.mixture = mixture
    let magnitudes = sources.magnitudes.filter(\.isFinite)
    let first = ((magnitudes.min() ?? 16) / Self.width).rounded(.down)
    let last = ((magnitudes.max() ?? 23) / Self.width).rounded(.down)
    let bins = Int(bounded: min(max(last - first + 1, 1), 200))
    var (all, stars) = ([Double](repeating: 0, count: bins), [Double](repeating: 0, count: bins))
    for source in 0..<sources.count where sources.magnitudes[source].isFinite {
      let bin = max(
        0, Int(bounded: (sources.magnitudes[source] / Self.width).rounded(.down) - first))
      all[min(bin, bins - 1)] += 1
      stars[min(bin, bins - 1)] += mixture.posterior(of: source, in: sources)
    }
    let centres = (0..<bins).map { (first + Double($0) + 0.5) * Self.width }
    let bright = (0..<bins).filter { Self.trusted.contains(centres[$0]) }
    let line = Self.growth(bright.map { (centres[$0] - 19, stars[$0]) })
    var least = Self.bounds.upperBound
    shares = (0..<bins).map { bin in
      let expected =
        line.map { exp($0.level + $0.slope * (centres[bin] - 19)) / max(all[bin], 1) }
        ?? sigmoid(mixture.priorLogit(at: centres[bin]))
      least = min(least, max(expected, Self.bounds.lowerBound))
      return least
    }
    counts = line.map { (exp($0.level), $0.slope / log(10)) }
    self.centres = centres
  }

  /// The share of stars among sources of a magnitude; the mean share where it is unknown.
  public func share(at magnitude: Double) -> Double {
    guard magnitude.isFinite else { return shares.reduce(0, +) / Double(shares.count) }
    guard magnitude > centres[0] else { return shares[0] }
    let place = (magnitude - centres[0]) / Self.width
    guard place < Double(centres.count - 1) else { return shares[shares.count - 1] }
    let bin = Int(bounded: place)
    let t = place - Double(bin)
    return (1 - t) * shares[bin] + t * shares[bin + 1]
  }

  /// What a source adds to the stars that are expected around its magnitude: by its own compactness
  /// where that can be trusted, else the share.
  func expected(of source: Int, in sources: Compactness) -> Double {
    let magnitude = sources.magnitudes[source]
    return magnitude < 20 && sources.isMeasured(source)
      ? mixture.posterior(of: source, in: sources) : share(at: magnitude)
  }

  /// Probabilities from logits, moved so that in every range of magnitudes they add up to the stars
  /// expected there.
  public func calibrated(_ logits: [Double], of sources: Compactness) -> [Double] {
    let expected = logits.indices.map { self.expected(of: $0, in: sources) }
    let shift = CountedShift(logits, expected: expected, magnitudes: sources.magnitudes)
    return logits.indices.map { sigmoid(logits[$0] + shift.value(at: sources.magnitudes[$0])) }
  }

  /// Probabilities moved in the same way.
  public func calibrated(probabilities: [Double], of sources: Compactness) -> [Double] {
    calibrated(probabilities.map(logit), of: sources)
  }

  /// ln counts as a straight line, by maximum Poisson likelihood (Newton's method); nil for fewer
  /// than 20 stars or three bins.
  private static func growth(
    _ points: [(x: Double, count: Double)]
  ) -> (level: Double, slope: Double)? {
    let total = points.reduce(0) { $0 + $1.count }
    guard total >= 20, points.count(where: { $0.count > 0.5 }) >= 3 else { return nil }
    var (level, slope) = (log(total / Double(points.count)), 0.0)
    for _ in 0..<50 {
      var (g0, g1, h00, h01, h11) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for (x, count) in points {
        let mean = exp(level + slope * x)
        g0 += count - mean
        g1 += x * (count - mean)
        h00 += mean
        h01 += mean * x
        h11 += mean * x * x
      }
      let determinant = h00 * h11 - h01 * h01
      guard determinant > 1e-9 * h00 * h11 else { return nil }
      level += min(max((h11 * g0 - h01 * g1) / determinant, -1), 1)
      slope += min(max((h00 * g1 - h01 * g0) / determinant, -1), 1)
    }
    return level.isFinite && slope.isFinite ? (level, slope) : nil
  }
}
