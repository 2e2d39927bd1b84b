import Clusters
import StarGalaxy
import Foundation
import Tensors
import TestSupport
import Testing

/// Scores joined into probabilities.
@Suite struct JointClassifierTests {
  /// Stars and galaxies whose numbers grow as power laws, with two scores that each know a little.
  private struct Sky {
    var compactness: Compactness
    var scores: [[Double]]
    var stars: [Bool]

    init(count: Int, seed: UInt64, starSlope: Double = 0.13, galaxySlope: Double = 0.42) throws {
      var random = RandomNumbers(seed: seed)
      var (values, errors, magnitudes) = ([Double](), [Double](), [Double]())
      var scores: [[Double]] = [[], []]
      stars = []
      func draw(_ slope: Double, from low: Double, to high: Double, _ u: Double) -> Double {
        let (a, b) = (pow(10, slope * low), pow(10, slope * high))
        return log10(a + u * (b - a)) / slope
      }
      for _ in 0..<count {
        let isStar = random.uniform() < 0.3
        let m = draw(isStar ? starSlope : galaxySlope, from: 16, to: 22.5, random.uniform())
        let error = hypot(0.012, 0.012 * pow(10, 0.4 * (m - 21.35)))
        let size = isStar ? 0 : max(0.03, 0.22 + 0.09 * random.normal())
        let noise = 0.03 * pow(2, 0.9 * (m - 19))
        stars.append(isStar)
        magnitudes.append(m)
        errors.append(error)
        values.append(1 - size + error * random.normal())
        scores[0].append(-size + noise * random.normal())
        scores[1].append(1 / (1 + exp(-50 * (0.1 - size + noise * random.normal()))))
      }
      compactness = try Compactness(values: values, errors: errors, magnitudes: magnitudes)
      self.scores = scores
    }

    func auc(_ scores: [Double]) throws -> Double {
      try ROCCurve(scores: scores, positives: stars).auc
    }
  }

  @Test func ranksShareTiesAndTheUnknownTakesTheMiddle() {
    #expect(OrderStatistics.ranks([5, 1, 3, 3]) == [0.875, 0.125, 0.5, 0.5])
    #expect(OrderStatistics.ranks([.nan, 2, -.infinity, 1]) == [0.5, 0.75, 0.5, 0.25])
    #expect(OrderStatistics.ranks([.nan]) == [0.5])
    #expect(OrderStatistics.ranks([]) == [])
  }

  @Test(arguments: 1...4) func bothScoresTogetherBeatEachAlone(seed: UInt64) throws {
    let sky = try Sky(count: 4000, seed: seed)
    let joint = try JointClassifier().probabilities(
      joining: sky.scores, compactness: sky.compactness)
    let area = try sky.auc(joint)
    for score in sky.scores { #expect(try area > sky.auc(score)) }
    #expect(joint.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test(arguments: 1...4) func probabilitiesAddUpToTheStars(seed: UInt64) throws {
    let sky = try Sky(count: 6000, seed: seed)
    let joint = try JointClassifier().probabilities(
      joining: sky.scores, compactness: sky.compactness)
    // Seen by magnitude, and by the probability itself.
    for (low, high) in [(16.0, 19.0), (19, 20.5), (20.5, 21.5), (21.5, 22.5)] {
      let inside = joint.indices.filter {
        (low..<high).contains(sky.compactness.magnitudes[$0])
      }
      let expected = inside.reduce(0) { $0 + joint[$1] } / Double(inside.count)
      let found = Double(inside.count { sky.stars[$0] }) / Double(inside.count)
      #expect(abs(expected - found) < 0.1)
    }
    for (low, high) in [(0.0, 0.1), (0.9, 1.0)] {
      let inside = joint.indices.filter { (low...high).contains(joint[$0]) }
      let found = Double(inside.count { sky.stars[$0] }) / Double(inside.count)
      #expect(inside.count > 200)
      #expect(found > low - 0.2 && found < high + 0.06)
    }
  }

  @Test func theOrderOfTheSourcesMeansNothing() throws {
    let sky = try Sky(count: 900, seed: 8)
    let joint = try JointClassifier().probabilities(
      joining: sky.scores, compactness: sky.compactness)
    var random = RandomNumbers(seed: 1)
    let order = random.permutation(of: 900)
    let turned = try JointClassifier().probabilities(
      joining: sky.scores.map { score in order.map { score[$0] } },
      compactness: Compactness(
        values: order.map { sky.compactness.values[$0] },
        errors: order.map { sky.compactness.errors[$0] },
        magnitudes: order.map { sky.compactness.magnitudes[$0] }))
    for (place, source) in order.enumerated() {
      #expect(abs(turned[place] - joint[source]) < 1e-9)
    }
  }

  @Test(arguments: [1, 2, 11, 60]) func handfulsOfSourcesGetProbabilities(count: Int) throws {
    let sky = try Sky(count: count, seed: 3)
    let joint = try JointClassifier().probabilities(
      joining: sky.scores, compactness: sky.compactness)
    #expect(joint.count == count && joint.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func sourcesOfWhichNothingIsKnownAreNoDisaster() throws {
    let unknown = [Double](repeating: .nan, count: 5)
    let joint = try JointClassifier().probabilities(
      joining: [unknown],
      compactness: Compactness(values: unknown, errors: unknown, magnitudes: unknown))
    #expect(joint.allSatisfy { $0 > 0 && $0 < 1 && $0 == joint[0] })
  }

  @Test func refusesInWords() throws {
    let sky = try Sky(count: 20, seed: 3)
    #expect(
      sentence {
        _ = try JointClassifier().probabilities(joining: [[1, 2]], compactness: sky.compactness)
      }
        == "cannot join scores of [2] sources for 20 sources; give one of each score for every "
        + "source")
  }

  @Test(arguments: [1e200, -1e200, .greatestFiniteMagnitude, .infinity, .nan])
  func anAbsurdMagnitudeEndsNothing(_ magnitude: Double) throws {
    let sky = try Sky(count: 400, seed: 2)
    var magnitudes = sky.compactness.magnitudes
    magnitudes[7] = magnitude
    let compactness = try Compactness(
      values: sky.compactness.values, errors: sky.compactness.errors, magnitudes: magnitudes)
    let counts = StarCounts(of: compactness)
    #expect((0...1).contains(counts.share(at: 20)))
  }

  @Test(arguments: 1...4) func starsAreCountedBeyondWhatCompactnessShows(seed: UInt64) throws {
    let sky = try Sky(count: 8000, seed: seed)
    let counts = StarCounts(of: sky.compactness)
    let found = try #require(counts.counts)
    #expect(abs(found.slope - 0.13) < 0.04)
    var last = 1.0
    for magnitude in stride(from: 15.0, through: 24, by: 0.1) {
      let share = counts.share(at: magnitude)
      #expect(share <= last + 1e-12 && share > 0)
      last = share
    }
    let faint = sky.stars.indices.filter { sky.compactness.magnitudes[$0] > 21.5 }
    let truth = Double(faint.count { sky.stars[$0] }) / Double(faint.count)
    let expected =
      faint.reduce(0) { $0 + counts.share(at: sky.compactness.magnitudes[$1]) }
      / Double(faint.count)
    #expect(abs(expected - truth) < 0.08)
    #expect(counts.share(at: .nan) > 0 && counts.share(at: .nan) < 1)
  }
}
