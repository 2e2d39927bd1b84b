import Clusters
import Tensors
import Testing

@Suite struct ClusterOrientationTests {
  private func auc(_ world: SkyWorld, _ form: ClusterOrientation.Form, clusters: Int = 100) throws
    -> Double
  {
    let model = try ClusterClassifier(
      clusters: clusters, runs: 2, orientation: ClusterOrientation(form: form)
    ).fit(world.codes, compactness: world.compactness)
    return try ROCCurve(scores: model.scores(world.codes), positives: world.stars).auc
  }

  @Test func theMixtureBeatsTheRank() throws {
    for seed in 1...3 {
      let world = try SkyWorld(count: 6000, seed: UInt64(seed))
      let (rank, mixture) = (try auc(world, .rank), try auc(world, .mixture))
      print("world \(seed): rank \(rank), mixture \(mixture)")
      #expect(mixture > rank)
    }
  }

  @Test func printsTable() throws {
    for (n, m, miss) in [
      (300, 17.0..<22.5, 0.0), (300, 21.6..<23, 0), (2000, 21.6..<23, 0), (3000, 17..<22.5, 0.5),
      (600, 17..<22.5, 0.2),
    ] {
      let world = try SkyWorld(count: n, seed: 4, magnitudes: m, missing: miss)
      print(
        n, m, miss, try auc(world, .rank), try auc(world, .mixture),
        CompactnessMixture(fitting: world.compactness))
    }
  }
}
