import Clusters
import StarGalaxy
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct ClusterOrientationTests {
  private func auc(
    _ world: SkyWorld, _ form: ClusterOrientation.Form, clusters: Int = 200
  ) throws -> Double {
    let model = try ClusterClassifier(
      scaling: .standardised, clusters: clusters, runs: 2,
      orientation: ClusterOrientation(form: form)
    ).fit(world.codes, compactness: world.compactness)
    let scores = try model.scores(world.codes)
    #expect(scores.allSatisfy { $0.isFinite })
    let probabilities = try model.probabilities(world.codes)
    #expect(probabilities.allSatisfy { (0...1).contains($0) })
    return try ROCCurve(scores: scores, positives: world.stars).auc
  }

  /// The best that any value per cluster could do: the true star fractions.
  private func best(_ world: SkyWorld, clusters: Int) throws -> Double {
    let x = try Standardisation(of: world.codes).apply(to: world.codes)
    let groups = try KMeans(clusters: clusters).fit(x)
    var (stars, counts) = (
      [Double](repeating: 0.5, count: clusters), [Double](repeating: 1, count: clusters)
    )
    for (source, cluster) in groups.assignments.enumerated() {
      stars[cluster] += world.stars[source] ? 1 : 0
      counts[cluster] += 1
    }
    let values = zip(stars, counts).map { log($0 / ($1 - $0)) }
    let shares = try groups.memberships(x).values
    let scores = world.stars.indices.map { source in
      (0..<clusters).reduce(0) { $0 + Double(shares[source * clusters + $1]) * values[$1] }
    }
    return try ROCCurve(scores: scores, positives: world.stars).auc
  }

  /// How near the best it comes is a mean: single worlds lie 0.005 to 0.013 below it.
  @Test func theMixtureBeatsTheRankAndNearsTheBest() throws {
    var distance = 0.0
    for seed in UInt64(1)...6 {
      let world = try SkyWorld(count: 6000, seed: seed)
      let mixture = try auc(world, .mixture)
      #expect(mixture > (try auc(world, .rank)))
      #expect(mixture > 0.9)
      distance += (try best(world, clusters: 200) - mixture) / 6
    }
    #expect(distance < 0.01)
  }

  /// Few sources, many without a compactness, no bright ones; nine worlds of each, as means of three
  /// scatter by a hundredth.
  @Test(arguments: [
    (300, 17..<22.5, 0.0, 0.86), (600, 17..<22.5, 0.2, 0.87), (2000, 17..<22.5, 0.7, 0.87),
    (2000, 21.6..<23, 0, 0.62),
  ])
  func holdsInPoorFields(
    count: Int, magnitudes: Range<Double>, missing: Double, least: Double
  ) throws {
    var (rank, mixture) = (0.0, 0.0)
    for seed in 4...12 {
      let world = try SkyWorld(
        count: count, seed: UInt64(seed), magnitudes: magnitudes, missing: missing)
      rank += try auc(world, .rank) / 9
      mixture += try auc(world, .mixture) / 9
    }
    #expect(mixture > rank)
    #expect(mixture > least)
  }

  @Test func aFieldOfStarsOrOfGalaxiesAloneIsNoDisaster() throws {
    for fraction in [0.0, 1.0] {
      let world = try SkyWorld(count: 1500, seed: 9, starFraction: { _ in fraction })
      let model = try ClusterClassifier(clusters: 50, runs: 1)
        .fit(world.codes, compactness: world.compactness)
      let mean = try model.probabilities(world.codes).reduce(0, +) / 1500
      #expect(abs(mean - fraction) < 0.3, "mean probability \(mean) for \(fraction)")
    }
  }

  @Test func handfulsOfSourcesGetScores() throws {
    for count in [1, 2, 5, 30] {
      let world = try SkyWorld(count: count, seed: 3)
      let model = try ClusterClassifier().fit(world.codes, compactness: world.compactness)
      #expect(try model.probabilities(world.codes).allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func sourcesWithoutMagnitudeCount() throws {
    let compactness = try Compactness(
      values: [1, 0.7, .nan, 1], errors: [0.01, 0.01, 0.01, -1],
      magnitudes: [.nan, .nan, 20, .infinity])
    let model = try ClusterOrientation()
      .fit(assignments: [0, 1, 2, 2], clusters: 4, compactness: compactness)
    let fractions = try #require(model.starFractions)
    #expect(fractions[0] > 0.6)
    #expect(fractions[1] < 0.4)
    // Nothing is known of these.
    #expect(abs(fractions[2] - 0.5) < 1e-9)
    #expect(abs(fractions[3] - 0.5) < 1e-9)
  }

  @Test func ranksShareTies() throws {
    let compactness = try Compactness(
      values: [1, 1, 0.5, 0.7, 0.7, 0.2], errors: [0, 0, 0, 0, 0, 0],
      magnitudes: [20, 20, 20, 20, 20, 20])
    let model = try ClusterOrientation(form: .rank).fit(
      assignments: [0, 0, 1, 2, 3, 1], clusters: 5, compactness: compactness)
    // Medians 1, 0.35, 0.7, 0.7 and none.
    #expect(model.clusterScores == [1, 0, 0.5, 0.5, 0.5])
    let shares = Tensor([0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 1], shape: [2, 5])
    #expect(try model.scores(memberships: shares) == [0.5, 0.5])
    #expect(try model.probabilities(memberships: shares) == [0.5, 0.5])
  }

  /// Memberships decide as assignments do, and the clusters' numbers mean nothing.
  @Test func theNumbersOfClustersMeanNothing() throws {
    let world = try SkyWorld(count: 500, seed: 2)
    let groups = try KMeans(clusters: 8).fit(world.codes)
    let mirrored = groups.assignments.map { 7 - $0 }
    for form in ClusterOrientation.Form.allCases {
      let orientation = ClusterOrientation(form: form)
      let model = try orientation.fit(
        assignments: groups.assignments, clusters: 8, compactness: world.compactness)
      let mirror = try orientation.fit(
        assignments: mirrored, clusters: 8, compactness: world.compactness)
      #expect(model.clusterScores == mirror.clusterScores.reversed())
      let soft = try orientation.fit(
        memberships: groups.memberships(world.codes), compactness: world.compactness)
      #expect(soft.clusterScores == model.clusterScores)
    }
  }

  @Test func refusesInWords() throws {
    #expect(
      sentence { _ = try Compactness(values: [1], errors: [1, 2], magnitudes: [1]) }
        == "cannot orient the clusters: 1 compactness values, 2 errors and 1 magnitudes; give one "
        + "of each for every source")
    let blind = try Compactness(values: [.nan], errors: [1], magnitudes: [20])
    #expect(
      sentence {
        _ = try ClusterOrientation().fit(assignments: [0], clusters: 1, compactness: blind)
      } == "cannot orient the clusters: none of the 1 sources has a finite compactness with an "
        + "error; measure it on the pixels first")
    #expect(
      sentence {
        _ = try ClusterOrientation().fit(assignments: [3], clusters: 2, compactness: blind)
      } == "cannot orient the clusters: 1 assignments to 2 clusters for 1 measured sources; give "
        + "every source one of the clusters")
    #expect(
      sentence {
        _ = try ClusterOrientation()
          .fit(memberships: Tensor(zeros: [2, 3]), compactness: blind)
      } == "cannot orient the clusters: 2 sources have memberships and 1 a compactness; measure "
        + "the sources that were clustered")
  }
}

@Suite struct CompactnessMixtureTests {
  @Test func recoversWhatTheWorldWasMadeOf() throws {
    let world = try SkyWorld(count: 20000, seed: 1)
    let mixture = CompactnessMixture(fitting: world.compactness)
    // Galaxies at 19th magnitude: 1 − 0.02 − 0.4 · 0.88 · ½, spread 0.4 · 0.88 / √12.
    #expect(abs(mixture.galaxyMean.value(at: 19) - 0.804) < 0.03)
    #expect(abs(mixture.galaxySpread - 0.102) < 0.03)
    #expect(abs(sigmoid(mixture.priorLogit(at: 20)) - 0.42) < 0.08)
    #expect(abs(sigmoid(mixture.priorLogit(at: 18.5)) - 0.585) < 0.1)
  }

  @Test func theRatioFavoursStarsOnTheRidge() throws {
    let world = try SkyWorld(count: 2000, seed: 1)
    let mixture = CompactnessMixture(fitting: world.compactness)
    let probe = try Compactness(
      values: [1, 0.8, .nan, 1, 40, -3], errors: [0.01, 0.01, 0.01, 0.5, 0.01, 0.01],
      magnitudes: [19, 19, 19, 19, 19, 19])
    let ratios = (0..<6).map { mixture.logRatio(of: $0, in: probe) }
    #expect(ratios[0] > 2)
    #expect(ratios[1] < -2)
    #expect(ratios[2] == 0)
    #expect(abs(ratios[3]) < 0.5)
    // What neither explains says next to nothing.
    #expect(abs(ratios[4]) < 0.1)
    #expect(abs(ratios[5]) < 0.1)
  }

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
