import Clusters
import StarGalaxy
import Tensors
import Testing

@Suite struct CodeScalingTests {
  /// Ten units that all follow one loud number, and each other's small differences tell the class:
  /// what an autoencoder with a batch-normalised code is seen to make.
  private func collapsedCodes(_ stars: [Bool], seed: UInt64) -> Tensor {
    var random = RandomNumbers(seed: seed)
    let values = stars.flatMap { star -> [Float] in
      let loud = random.normal()
      let quiet = 0.01 * ((star ? 1.5 : -1.5) + 0.5 * random.normal())
      return (0..<10).map { Float(loud + (($0 % 2 == 0) ? quiet : -quiet)) }
    }
    return Tensor(values, shape: [stars.count, 10])
  }

  @Test(arguments: 1...3) func whiteningSeesSmallDifferencesOfCorrelatedUnits(
    seed: UInt64
  ) throws {
    let stars = (0..<2000).map { $0 % 3 == 0 }
    let codes = collapsedCodes(stars, seed: seed)
    var random = RandomNumbers(seed: seed + 100)
    let compactness = try Compactness(
      values: stars.map { ($0 ? 1 : 0.85) + 0.05 * random.normal() },
      errors: stars.map { _ in 0.05 }, magnitudes: stars.map { _ in random.uniform(in: 18..<22) })
    func auc(_ scaling: CodeScaling) throws -> Double {
      let model = try ClusterClassifier(scaling: scaling, clusters: 20, runs: 1)
        .fit(codes, compactness: compactness)
      return try ROCCurve(scores: try model.scores(codes), positives: stars).auc
    }
    #expect(try auc(.whitened) > 0.98)
    #expect(try auc(.standardised) < 0.7)
  }

  @Test func aDirectionWithoutSpreadIsNoTrouble() throws {
    let codes = Tensor((0..<200).flatMap { [Float($0 % 7), 1, Float($0 % 7)] }, shape: [200, 3])
    let compactness = try Compactness(
      values: Array(repeating: 1, count: 200), errors: Array(repeating: 0.1, count: 200),
      magnitudes: Array(repeating: 20, count: 200))
    let model = try ClusterClassifier(clusters: 5, runs: 1).fit(codes, compactness: compactness)
    #expect(try model.probabilities(codes).allSatisfy { (0...1).contains($0) })
  }
}
