internal import Foundation

/// Stars and galaxies told apart by compactness alone, without a label: at every magnitude a star
/// is drawn from N(1, e) and a galaxy from N(μ, √(s² + e²)), e being the source's own error.
///
/// μ and the logit of the fraction of stars are straight lines in magnitude, fitted where stars and
/// galaxies can be told apart (`MixtureFit`) and extrapolated to fainter sources. Each field shifts
/// both.
public struct CompactnessMixture: Sendable, Equatable {
  /// How faint the frames tell stars from galaxies.
  public let depth: CompactnessDepth
  /// The galaxies' mean compactness μ.
  public let galaxyMean: MagnitudeLine
  /// The galaxies' intrinsic spread s.
  public let galaxySpread: Double
  /// The logit of the fraction of stars, of all fields and what each adds to it.
  public let starLogit: MagnitudeLine
  public let fieldLogits: [MagnitudeLine]
  /// What each field adds to the galaxies' mean.
  private let fieldMeans: [Double]
  /// The magnitudes within which the lines are followed.
  public let range: ClosedRange<Double>

  /// Fits the sources that have a compactness and a magnitude. With fewer than a dozen of them
  /// nothing is fitted: galaxies then have μ = 0.8, s = 0.1 and are half of all.
  public init(fitting sources: Compactness) {
    depth = CompactnessDepth(of: sources)
    let pivot = depth.pivot
    let fit = MixtureFit(sources, pivot: pivot, range: depth.mixture)
    func line(_ values: (level: Double, slope: Double)) -> MagnitudeLine {
      MagnitudeLine(pivot: pivot, level: values.level, slope: values.slope)
    }
    galaxyMean = line(fit.mean)
    galaxySpread = fit.spread
    starLogit = line(fit.starLogit)
    fieldLogits = fit.fieldLogits.map(line)
    fieldMeans = fit.fieldMeans
    range = pivot + fit.range.lowerBound - 1...pivot + fit.range.upperBound + 1.5
  }

  /// The logarithm of how much likelier a star is than a galaxy to show a source's compactness;
  /// zero for a source without one. Densities are floored, so that no single odd value decides.
  public func logRatio(of source: Int, in sources: Compactness) -> Double {
    guard sources.isMeasured(source) else { return 0 }
    let mean = Self.bounded(
      mean: galaxyMean.value(at: within(sources.magnitudes[source]))
        + fieldMeans[sources.fields[source]])
    let densities = Self.densities(
      sources.bounded(source), error: sources.error(source), mean: mean, spread: galaxySpread)
    return log(densities.star / densities.galaxy)
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

  /// The probability that a source is a star, by its compactness, its magnitude and its field.
  package func posterior(of source: Int, in sources: Compactness) -> Double {
    sigmoid(logRatio(of: source, in: sources) + priorLogit(of: source, in: sources))
  }

  /// The logit of the fraction of stars among sources of this magnitude in all fields.
  public func priorLogit(at magnitude: Double) -> Double {
    min(max(starLogit.value(at: within(magnitude)), -3.5), 4)
  }

  /// The logit of the fraction of stars among sources of this one's magnitude in its field.
  public func priorLogit(of source: Int, in sources: Compactness) -> Double {
    let magnitude = sources.magnitudes[source]
    return priorLogit(at: magnitude) + fieldLogit(sources.fields[source], at: magnitude)
  }

  /// What a field adds to the logit of the fraction of stars.
  func fieldLogit(_ field: Int, at magnitude: Double) -> Double {
    min(max(fieldLogits[field].value(at: within(magnitude)), -4), 4)
  }

  /// The middle for a source without a magnitude.
  private func within(_ magnitude: Double) -> Double {
    guard magnitude.isFinite else { return (range.lowerBound + range.upperBound) / 2 }
    return min(max(magnitude, range.lowerBound), range.upperBound)
  }

  /// Even the smallest galaxies are seen to be no stars.
  static func bounded(mean: Double) -> Double { min(max(mean, 0.3), 0.97) }

  /// How densely stars and galaxies lie at a compactness, floored; and the share of the galaxies'
  /// that their own curve and not the floor makes.
  static func densities(
    _ value: Double, error: Double, mean: Double, spread: Double
  ) -> (star: Double, galaxy: Double, ordinary: Double) {
    let star = density(value, mean: 1, spread: error)
    let galaxy =
      0.97 * density(value, mean: mean, spread: (spread * spread + error * error).squareRoot())
    return (0.97 * star + 0.03, galaxy + 0.03, galaxy / (galaxy + 0.03))
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
