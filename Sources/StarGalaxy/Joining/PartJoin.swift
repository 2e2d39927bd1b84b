internal import Foundation

/// Several estimates of being a star made one, without a label, by how well each tells artificial
/// stars from the sources.
///
/// Sources are a mixture of stars and galaxies, so that the chance for an artificial star to have a
/// higher score than a source is π/2 + (1 − π) · AUC, π being the share of stars: whatever raises it
/// raises the AUC among classes that nobody knows (as in positive–unlabelled learning; Menon et al.
/// 2015). That holds only where artificial stars are among the stars as one of them: a part that ranks bright stars above
/// faint ones would lose by it where stars are many and brighter than what was made. So a star is compared with sources
/// of its own magnitude only (calibration sets what is brighter against what is fainter). Parts are taken in one after the other as long as they raise it; artificial stars are
/// judged by what did not learn from them.
public struct PartJoin: Sendable {
  /// One estimate, higher for stars.
  public struct Part: Sendable {
    public let name: String
    /// Of every source, and of every artificial star; not finite where unknown.
    public let sources, stars: [Double]
    /// Of every source as it enters the joined estimate, where that is another than is judged.
    let given: [Double]

    public init(_ name: String, sources: [Double], stars: [Double], given: [Double]? = nil) {
      (self.name, self.sources, self.stars) = (name, sources, stars)
      self.given = given ?? sources
    }
  }

  /// What a part counts in the sum; they add to one.
  public let shares: [Double]
  /// The chance for an artificial star to have a higher score than a source: by each part alone,
  /// and by all together.
  public let separations: [Double]
  public let separation: Double
  /// The joined logits of the sources.
  public let logits: [Double]
  /// The same, and those of the artificial stars, by what learned from neither.
  let judged: (sources: [Double], stars: [Double])

  private static let steps = (1...10).map { Double($0) / 10 }
  /// A part that brings less is left out: it would be chance.
  private static let leastGain = 0.0004
  private static let fewSources = 400.0

  /// - Parameters:
  ///   - parts: the first sets the scale, and is kept where no other does better.
  ///   - starWeights: how many stars each artificial one stands for.
  ///   - sourceWeights: how much each source counts.
  ///   - magnitudes: of sources and stars, which are compared within ranges of it; nil compares all with all.
  ///   - cautious: the part that is trusted as long as there are few sources: half of all is given to
  ///     it where there are `fewSources`; nil for none.
  public init(
    _ parts: [Part], starWeights: [Double], sourceWeights: [Double],
    magnitudes: (sources: [Double], stars: [Double])? = nil, cautious: Int? = nil
  ) {
    precondition(!parts.isEmpty, "nothing is joined")
    let scale = Self.spread(parts[0].sources)
    let scaled = parts.map { part -> Part in
      let middle = Self.middle(part.sources)
      let factor = scale / Self.spread(part.sources)
      func moved(_ values: [Double]) -> [Double] {
        values.map { $0.isFinite ? ($0 - middle) * factor : 0 }
      }
      return Part(
        part.name, sources: moved(part.sources), stars: moved(part.stars), given: moved(part.given))
    }
    let ranges =
      magnitudes.map { MagnitudeRanges(of: $0.sources, stars: $0.stars) }
      ?? MagnitudeRanges(sources: Array(sourceWeights.indices), stars: Array(starWeights.indices))
    func separation(_ sources: [Double], _ stars: [Double]) -> Double {
      var (sum, total) = (0.0, Double.leastNormalMagnitude)
      for range in ranges.members {
        let weights = range.sources.map { sourceWeights[$0] }
        let places = WeightedRanks(of: range.sources.map { sources[$0] }, weights: weights)
          .values(of: range.stars.map { stars[$0] })
        // Pairs of a star and a source.
        let pairs = weights.reduce(0, +)
        for (place, star) in zip(places, range.stars) {
          sum += pairs * starWeights[star] * place
          total += pairs * starWeights[star]
        }
      }
      return sum / total
    }
    let alone = scaled.map { separation($0.sources, $0.stars) }
    var shares = parts.indices.map { $0 == 0 ? 1.0 : 0 }
    var (sources, stars, best) = (scaled[0].sources, scaled[0].stars, alone[0])
    for _ in 0..<(2 * parts.count) {
      var found: (part: Int, step: Double, value: Double)?
      for (number, part) in scaled.enumerated() {
        for step in Self.steps {
          let value = separation(
            Self.mixed(sources, part.sources, step), Self.mixed(stars, part.stars, step))
          if value > (found?.value ?? best + Self.leastGain) { found = (number, step, value) }
        }
      }
      guard let found else { break }
      let part = scaled[found.part]
      sources = Self.mixed(sources, part.sources, found.step)
      stars = Self.mixed(stars, part.stars, found.step)
      for number in shares.indices { shares[number] *= 1 - found.step }
      shares[found.part] += found.step
      best = found.value
    }
    if let cautious {
      // Trees know artificial stars better than real ones, which no held-out artificial star shows.
      let few = Self.fewSources / (Self.fewSources + sourceWeights.reduce(0, +))
      for number in shares.indices { shares[number] *= 1 - few }
      shares[cautious] += few
    }
    (self.shares, separations, self.separation) = (shares, alone, best)
    let middle = Self.middle(parts[0].sources)
    func joined(_ values: (Part) -> [Double], _ count: Int) -> [Double] {
      let own = scaled.map(values)
      return (0..<count).map { place in
        middle + zip(shares, own).reduce(0) { $0 + $1.0 * $1.1[place] }
      }
    }
    logits = joined(\.given, sources.count)
    judged = (joined(\.sources, sources.count), joined(\.stars, stars.count))
  }

  private static func mixed(_ a: [Double], _ b: [Double], _ step: Double) -> [Double] {
    zip(a, b).map { (1 - step) * $0 + step * $1 }
  }

  private static func middle(_ values: [Double]) -> Double {
    let finite = values.filter(\.isFinite)
    return finite.isEmpty ? 0 : finite.reduce(0, +) / Double(finite.count)
  }

  private static func spread(_ values: [Double]) -> Double {
    let finite = values.filter(\.isFinite)
    let middle = middle(finite)
    let sum = finite.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    return max((sum / Double(max(finite.count, 1))).squareRoot(), 1e-9)
  }
}

extension JointClassifier.Model {
  /// A score by its rank among the sources as a part to be joined.
  public func part(
    _ name: String, _ scores: [Double], _ stars: [Double], of compactness: Compactness
  ) -> PartJoin.Part {
    let weights = FieldWeights(compactness)
    let ranks = WeightedRanks(of: scores, weights: compactness.fields.map { weights[$0] })
    return PartJoin.Part(
      name, sources: ranks.values(of: scores), stars: ranks.values(of: stars))
  }
}
