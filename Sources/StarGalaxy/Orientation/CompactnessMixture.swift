internal import Foundation

/// Stars and galaxies told apart by compactness alone, without a label: at every magnitude a star
/// is drawn from N(1, e) and a galaxy from N(μ, √(s² + e²)), e being the source's own error.
///
/// μ, s and the logit of the star fraction are straight lines in magnitude, fitted in steps where
/// stars and galaxies can be told apart and extrapolated to fainter sources.
public struct CompactnessMixture: Sendable, Equatable {
  /// The galaxies' mean compactness μ.
  public let galaxyMean: MagnitudeLine
  /// The galaxies' intrinsic spread s.
  public let galaxySpread: MagnitudeLine
  /// The logit of the fraction of stars.
  public let starLogit: MagnitudeLine
  /// The magnitudes within which the lines are followed.
  public let range: ClosedRange<Double>

  /// Fits the sources that have a compactness and a magnitude.
  ///
  /// Steps lie every quarter of a magnitude within `magnitudes`; where too few sources are as
  /// bright, groups of equal size over the magnitudes at hand take their place. With fewer than a
  /// dozen sources nothing is fitted: galaxies then have μ = 0.8, s = 0.1 and are half of all.
  public init(fitting sources: Compactness, within magnitudes: ClosedRange<Double> = 18.5...21.5) {
    let usable = (0..<sources.count)
      .filter { sources.isMeasured($0) && sources.magnitudes[$0].isFinite }
      .sorted { sources.magnitudes[$0] < sources.magnitudes[$1] }
    var steps = CompactnessMixture.slidingSteps(usable, sources, magnitudes)
    if steps.count < 3 { steps = CompactnessMixture.equalSteps(usable, sources) }
    galaxyMean = MagnitudeLine(through: steps.map { ($0.magnitude, $0.mean, $0.weight) }, or: 0.8)
    galaxySpread = MagnitudeLine(
      through: steps.map { ($0.magnitude, $0.spread, $0.weight) }, or: 0.1)
    starLogit = MagnitudeLine(
      through: steps.map { ($0.magnitude, logit($0.starFraction), $0.weight) }, or: 0)
    let centres = steps.map(\.magnitude)
    range = (centres.min() ?? 20) - 1...(centres.max() ?? 20) + 1.5
  }

  /// The logarithm of how much likelier a star is than a galaxy to show a source's compactness;
  /// zero for a source without one. Densities are floored, so that no single odd value decides.
  public func logRatio(of source: Int, in sources: Compactness) -> Double {
    guard sources.isMeasured(source) else { return 0 }
    let galaxies = galaxies(at: sources.magnitudes[source])
    let (value, error) = (sources.bounded(source), sources.error(source))
    let star = density(value, mean: 1, spread: error)
    let galaxy = density(
      value, mean: galaxies.mean,
      spread: (galaxies.spread * galaxies.spread + error * error).squareRoot())
    return log((0.97 * star + 0.03) / (0.97 * galaxy + 0.03))
  }

  /// The probabilities of some sources replaced by what compactness and magnitude alone say.
  public func replacing(
    _ probabilities: [Double], where spoilt: [Bool], in sources: Compactness
  ) -> [Double] {
    precondition(probabilities.count == sources.count && spoilt.count == sources.count)
    return probabilities.indices.map {
      spoilt[$0] ? posterior(of: $0, in: sources) : probabilities[$0]
    }
  }

  /// The probability that a source is a star, by its compactness and magnitude.
  func posterior(of source: Int, in sources: Compactness) -> Double {
    sigmoid(logRatio(of: source, in: sources) + priorLogit(at: sources.magnitudes[source]))
  }

  /// The logit of the fraction of stars among sources of this magnitude.
  public func priorLogit(at magnitude: Double) -> Double {
    min(max(starLogit.value(at: within(magnitude)), -3.5), 4)
  }

  private func galaxies(at magnitude: Double) -> (mean: Double, spread: Double) {
    let magnitude = within(magnitude)
    return (
      min(max(galaxyMean.value(at: magnitude), 0.3), 0.95),
      min(max(galaxySpread.value(at: magnitude), 0.05), 0.25)
    )
  }

  /// The middle for a source without a magnitude.
  private func within(_ magnitude: Double) -> Double {
    guard magnitude.isFinite else { return (range.lowerBound + range.upperBound) / 2 }
    return min(max(magnitude, range.lowerBound), range.upperBound)
  }

  private static func slidingSteps(
    _ usable: [Int], _ sources: Compactness, _ magnitudes: ClosedRange<Double>
  ) -> [CompactnessStep] {
    stride(from: magnitudes.lowerBound, through: magnitudes.upperBound, by: 0.25)
      .compactMap { centre in
        let inside = usable.filter { abs(sources.magnitudes[$0] - centre) < 0.35 }
        return inside.count < 30 ? nil : CompactnessStep(inside, sources)
      }
  }

  private static func equalSteps(_ usable: [Int], _ sources: Compactness) -> [CompactnessStep] {
    let pieces = min(6, usable.count / 40)
    guard pieces > 1 else {
      return usable.count < 12 ? [] : [CompactnessStep(usable, sources)]
    }
    return (0..<pieces).map { piece in
      let (start, end) = (piece * usable.count / pieces, (piece + 1) * usable.count / pieces)
      return CompactnessStep(Array(usable[start..<end]), sources)
    }
  }
}

/// The density of a normal distribution.
func density(_ value: Double, mean: Double, spread: Double) -> Double {
  let z = (value - mean) / spread
  return exp(-0.5 * z * z) / (spread * (2 * .pi).squareRoot())
}

/// ln(p / (1 − p)), for p kept a thousandth away from the ends.
func logit(_ probability: Double) -> Double {
  let p = min(max(probability, 1e-3), 1 - 1e-3)
  return log(p / (1 - p))
}

/// 1 / (1 + e⁻ˣ).
func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
