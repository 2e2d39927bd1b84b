import StarGalaxy
import Foundation
import Tensors
import Testing

/// The estimate that tells stars from galaxies best gets the largest share, whatever the sky.
@Suite struct PartJoinTests {
  /// Three quarters are stars, most of them brighter than any artificial one. A good score that also grows with
  /// brightness, as one that knows how the share of stars does, and a poorer one that does not.
  @Test(arguments: 1...4) func brightStarsThatNobodyMadeDoNotCountAgainstAScore(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    func draw(_ count: Int, isStar: Bool, _ magnitudes: ClosedRange<Double>) -> [[Double]] {
      (0..<count).map { _ in
        let magnitude =
          magnitudes.lowerBound + random.uniform() * (magnitudes.upperBound - magnitudes.lowerBound)
        let truth = isStar ? 1.0 : -1
        return [
          magnitude, truth + 0.7 * random.normal() + 1.5 * (20 - magnitude),
          truth + 1.0 * random.normal(),
        ]
      }
    }
    let sources =
      draw(2000, isStar: true, 14...17) + draw(1000, isStar: true, 17...20)
      + draw(1000, isStar: false, 17...20)
    let stars = draw(1500, isStar: true, 17...20)
    let parts = [1, 2].map { column in
      PartJoin.Part(
        column == 1 ? "good" : "poor", sources: sources.map { $0[column] },
        stars: stars.map { $0[column] })
    }
    let join = PartJoin(
      parts, starWeights: stars.map { _ in 1 }, sourceWeights: sources.map { _ in 1 },
      magnitudes: (sources.map { $0[0] }, stars.map { $0[0] }))
    #expect(join.separations[0] > join.separations[1] + 0.01, "\(join.separations)")
    // Compared with all, bright stars included, the poorer one would look the better.
    let pooled = PartJoin(
      parts, starWeights: stars.map { _ in 1 }, sourceWeights: sources.map { _ in 1 })
    #expect(pooled.separations[0] < pooled.separations[1], "\(pooled.separations)")
  }

  /// Of very many sources some tell how well parts separate; what is joined is joined of all.
  @Test func veryManyAreJoinedAsSomeOfThemWouldBe() {
    var random = RandomNumbers(seed: 5)
    let count = 450_000
    let truths = (0..<count).map { _ in random.uniform() < 0.5 ? 1.0 : -1 }
    func scores(_ truths: [Double], _ noise: Double) -> [Double] {
      truths.map { $0 + noise * random.normal() }
    }
    let stars = [Double](repeating: 1, count: 4000)
    let parts = [1.0, 1.3].map { noise in
      PartJoin.Part(
        "\(noise)", sources: scores(truths, noise), stars: scores(stars, noise))
    }
    func join(_ parts: [PartJoin.Part]) -> PartJoin {
      PartJoin(
        parts, starWeights: stars, sourceWeights: parts[0].sources.map { _ in 1 })
    }
    let all = join(parts)
    let first = join(
      parts.map {
        PartJoin.Part($0.name, sources: Array($0.sources.prefix(20_000)), stars: $0.stars)
      })
    #expect(all.logits.count == count)
    #expect(abs(all.separation - first.separation) < 0.01)
    #expect(abs(all.shares[0] - first.shares[0]) < 0.15, "\(all.shares), \(first.shares)")
    // The same sum for the last source as for the first.
    let apart = zip(all.logits, zip(parts[0].sources, parts[1].sources))
    let residual = apart.map { $0 - $1.0 * all.shares[0] }
    let slope =
      (residual[count - 1] - residual[0]) / (parts[1].sources[count - 1] - parts[1].sources[0])
    for place in [1, 777, 200_001, count - 2] {
      let expected = residual[0] + slope * (parts[1].sources[place] - parts[1].sources[0])
      #expect(abs(residual[place] - expected) < 1e-6)
    }
  }

  /// Where no source is as bright as an artificial star nothing can be told, and the first part is kept.
  @Test func withoutSourcesToCompareWithTheFirstPartIsKept() {
    let join = PartJoin(
      [
        PartJoin.Part("a", sources: [0, 1, 2], stars: [0, 0]),
        PartJoin.Part("b", sources: [0, 1, 2], stars: [3, 3]),
      ], starWeights: [1, 1], sourceWeights: [1, 1, 1], magnitudes: ([17, 18, 19], [22, 23]))
    #expect(join.shares == [1, 0])
  }
}
