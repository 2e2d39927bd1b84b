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

  /// What puts the scores of a part on the scale of the first; what is not finite is in the middle.
  private struct Scaling {
    let middle, factor: Double

    func value(of score: Double) -> Double { score.isFinite ? (score - middle) * factor : 0 }
  }

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
    let scalings = parts.map { part in
      Scaling(middle: Self.middle(part.sources), factor: scale / Self.spread(part.sources))
    }
    let separation = StarSeparation(
      sourceWeights: sourceWeights, starWeights: starWeights, magnitudes: magnitudes)
    let compared = zip(parts, scalings).map { part, scaling in
      (
        sources: separation.sources.map { scaling.value(of: part.sources[$0]) },
        stars: separation.stars.map { scaling.value(of: part.stars[$0]) }
      )
    }
    let alone = compared.map { separation.value($0.sources, $0.stars) }
    var shares = parts.indices.map { $0 == 0 ? 1.0 : 0 }
    var (sources, stars, best) = (compared[0].sources, compared[0].stars, alone[0])
    for _ in 0..<(2 * parts.count) {
      var found: (part: Int, step: Double, value: Double)?
      for (number, part) in compared.enumerated() {
        for step in Self.steps {
          let value = separation.value(
            Self.mixed(sources, part.sources, step), Self.mixed(stars, part.stars, step))
          if value > (found?.value ?? best + Self.leastGain) { found = (number, step, value) }
        }
      }
      guard let found else { break }
      let part = compared[found.part]
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
    let middle = scalings[0].middle
    func joined(_ values: (Part) -> [Double], _ count: Int) -> [Double] {
      let own = parts.map(values)
      return (0..<count).map { place in
        middle
          + parts.indices.reduce(0) { $0 + shares[$1] * scalings[$1].value(of: own[$1][place]) }
      }
    }
    logits = joined(\.given, sourceWeights.count)
    judged = (
      joined(\.sources, sourceWeights.count), joined(\.stars, starWeights.count)
    )
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
