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

  @Test(arguments: [
    (20, 0), (20, 999), (20, 19_999), (20, 20_000), (400, 1_000_003), (3, 7_777_777),
  ])
  func `a part of the part that is learned from is all of it`(clusters: Int, sources: Int) {
    let classifier = ClusterClassifier(clusters: clusters)
    let learned = classifier.learned(of: sources)
    #expect(classifier.learned(of: learned.count) == Array(learned.indices))
    #expect(learned.count == sources || learned.count >= 500 * clusters)
    #expect(learned.count <= 1000 * clusters || sources <= 40_000)
  }

  /// So who reads only that part has the same clusters.
  @Test func `what is learned from the part is what is learned from all`() throws {
    let world = try SkyWorld(count: 20_000, seed: 6)
    let classifier = ClusterClassifier(clusters: 5, runs: 2)
    let part = classifier.learned(of: 20_000)
    #expect(part.count == 2_500)
    let all = world.compactness
    let own = try Compactness(
      values: part.map { all.values[$0] }, errors: part.map { all.errors[$0] },
      magnitudes: part.map { all.magnitudes[$0] }, fields: part.map { "\(all.fields[$0])" })
    let (whole, some) = (
      try classifier.fit(world.codes, compactness: all),
      try classifier.fit(world.codes.rows(part), compactness: own)
    )
    #expect(try whole.scores(world.codes) == some.scores(world.codes))
    #expect(try whole.clusters(of: world.codes) == some.clusters(of: world.codes))
  }

  @Test func `what is usual follows the number of sources`() {
    #expect(ClusterClassifier.usual(sources: 2499) == (.whitened, 100))
    #expect(ClusterClassifier.usual(sources: 2500) == (.standardised, 400))
  }
}
