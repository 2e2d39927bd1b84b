import Clusters
import StarGalaxy
import Tensors
import TestSupport
import Testing

/// Clusters of more sources than they are looked for among, and than are scored at a time.
@Suite struct ManySourcesTests {
  @Test
  func
    `sources are scored alike alone and among all, and the part that was looked at is no better judged`()
    throws
  {
    let world = try SkyWorld(count: 70_000, seed: 5)
    for scaling in CodeScaling.allCases {
      // Twenty clusters are looked for among every seventh source.
      let model = try ClusterClassifier(scaling: scaling, clusters: 20, runs: 2)
        .fit(world.codes, compactness: world.compactness)
      let scores = try model.scores(world.codes)
      let groups = try model.clusters(of: world.codes)
      let some = [0, 1, 65_535, 65_536, 69_999]
      #expect(try model.scores(world.codes.rows(some)) == some.map { scores[$0] })
      #expect(try model.clusters(of: world.codes.rows(some)) == some.map { groups[$0] })
      func auc(_ sources: [Int]) throws -> Double {
        try ROCCurve(
          scores: sources.map { scores[$0] }, positives: sources.map { world.stars[$0] }
        ).auc
      }
      let seen = try auc(world.stars.indices.filter { $0 % 7 == 0 })
      let unseen = try auc(world.stars.indices.filter { $0 % 7 != 0 })
      #expect(abs(seen - unseen) < 0.02)
      // What a fit among the tenth alone gives.
      let few = try SkyWorld(count: 7_000, seed: 5)
      let alone = try ClusterClassifier(scaling: scaling, clusters: 20, runs: 2)
        .fit(few.codes, compactness: few.compactness)
      let own = try ROCCurve(scores: alone.scores(few.codes), positives: few.stars).auc
      #expect(abs(own - unseen) < 0.02)
    }
  }

  @Test func `what is usual follows the number of sources`() {
    #expect(ClusterClassifier.usual(sources: 2499) == (.whitened, 100))
    #expect(ClusterClassifier.usual(sources: 2500) == (.standardised, 400))
  }
}
