import Clusters
import Foundation
import StarGalaxy
import Tensors
import Testing

/// Stars are counted by the scores that artificial stars have, not only by following bright ones to faint magnitudes.
@Suite struct SeenSharesTests {
  /// Fields in which stars do not grow in number as the usual sky's do.
  private struct Sky {
    var (values, errors, magnitudes) = ([Double](), [Double](), [Double]())
    var (scores, stars, fields) = ([Double](), [Bool](), [String]())
    var made: (scores: [Double], magnitudes: [Double], fields: [Int]) = ([], [], [])

    /// - Parameters:
    ///   - counts: the stars of every field.
    ///   - slope: their growth in dex a magnitude.
    ///   - distance: of galaxies from stars at magnitude 22.5, in the scatter of stars' scores.
    init(
      stars counts: [Int], galaxies: Int = 300, slope: Double, distance: Double = 2.4, seed: UInt64
    ) {
      var random = RandomNumbers(seed: seed)
      func magnitude(_ slope: Double) -> Double {
        let (a, b) = (pow(10, slope * 16), pow(10, slope * 23))
        return log10(a + random.uniform() * (b - a)) / slope
      }
      func apart(_ m: Double) -> Double { min(8, distance * pow(10, -0.2 * (m - 22.5))) }
      for (number, count) in counts.enumerated() {
        for source in 0..<(count + galaxies) {
          let isStar = source < count
          let m = magnitude(isStar ? slope : 0.36)
          let error = hypot(0.012, 0.012 * pow(10, 0.4 * (m - 21.35)))
          let size = isStar ? 0 : max(0.02, 0.12 + 0.05 * random.normal())
          values.append(1 - size + error * random.normal())
          errors.append(error)
          magnitudes.append(m)
          scores.append((isStar ? 0 : -apart(m) - 0.4 * random.normal()) + random.normal())
          stars.append(isStar)
          fields.append("field \(number)")
        }
      }
      for _ in 0..<3000 {
        made.magnitudes.append(17 + 6.3 * random.uniform())
        made.scores.append(random.normal())
        made.fields.append(random.integer(below: counts.count))
      }
    }

    /// The sum of probabilities over the true stars of every field, before and after scores are looked at.
    func sums() throws -> [(before: Double, after: Double)] {
      let compactness = try Compactness(
        values: values, errors: errors, magnitudes: magnitudes, fields: fields)
      let counts = StarCounts(of: compactness)
      let join = PartJoin(
        [PartJoin.Part("scores", sources: scores, stars: made.scores)],
        starWeights: made.scores.map { _ in 1 }, sourceWeights: scores.map { _ in 1 })
      let before = counts.calibrated(join.logits, of: compactness)
      let after = counts.calibrated(
        join, stars: (made.magnitudes, made.fields), of: compactness)
      return (0..<compactness.fieldCount).map { field in
        let own = fields.indices.filter { compactness.fields[$0] == field }
        let known = Double(own.count { stars[$0] })
        return (
          own.reduce(0) { $0 + before[$1] } / known, own.reduce(0) { $0 + after[$1] } / known
        )
      }
    }
  }

  @Test(arguments: [0.02, 0.11, 0.2], 1...3)
  func scoresOutvoteTheGrowthThatWasExpected(slope: Double, seed: UInt64) throws {
    let sums = try Sky(stars: [120, 120, 120, 120], slope: slope, seed: seed).sums()
    let off = sums.map { (before: abs($0.before - 1), after: abs($0.after - 1)) }
    // No known sky's stars grow by 0.2 dex: there scores come nearer, but not all the way.
    #expect(off.allSatisfy { $0.after < (slope == 0.2 ? 0.35 : 0.3) }, "\(sums)")
    // Where stars grow nearly as they are expected to, nothing is to be gained.
    let (before, after) = (off.map(\.before).reduce(0, +), off.map(\.after).reduce(0, +))
    #expect(slope == 0.02 ? after < 0.8 * before : after < max(before, 0.4), "\(sums)")
  }

  @Test(arguments: 1...3) func fieldsOfManyAndOfFewStarsKeepTheirOwn(seed: UInt64) throws {
    let sums = try Sky(stars: [40, 120, 400, 4000], slope: 0.08, seed: seed).sums()
    for (sum, allowed) in zip(sums, [0.35, 0.15, 0.1, 0.05]) {
      #expect(abs(sum.after - 1) < allowed, "\(sums)")
    }
  }

  /// Where galaxies are many and hardly anything tells faint ones from stars, they are not counted as stars all the same.
  @Test func galaxiesThatLookLikeStarsAreNotCountedAsStars() throws {
    let sums = try (1...6).flatMap { seed in
      try Sky(
        stars: [60, 60, 60, 60, 60, 60], galaxies: 600, slope: 0.11, distance: 0.7, seed: seed
      ).sums()
    }
    let mean = sums.map(\.after).reduce(0, +) / Double(sums.count)
    #expect(abs(mean - 1) < 0.08)
  }

  /// In crowded fields stars score lower, artificial ones too: beside those of empty fields five in a hundred were taken for galaxies.
  @Test(arguments: 1...3) func starsOfCrowdedFieldsAreNotTakenForGalaxies(seed: UInt64) throws {
    var sky = Sky(stars: [60, 60, 4000, 4000], slope: 0.11, distance: 1.6, seed: seed)
    for source in sky.scores.indices where ["field 2", "field 3"].contains(sky.fields[source]) {
      sky.scores[source] -= 2
    }
    for star in sky.made.scores.indices where sky.made.fields[star] > 1 {
      sky.made.scores[star] -= 2
    }
    let sums = try sky.sums()
    for sum in sums[2...] { #expect(abs(sum.after - 1) < 0.03, "\(sums)") }
  }

  /// Places among artificial stars know no scale.
  @Test func noScaleOfScoresMovesASum() throws {
    let sky = Sky(stars: [120, 300], slope: 0.05, seed: 5)
    var stretched = sky
    stretched.scores = sky.scores.map { 3 * $0 - 7 }
    stretched.made.scores = sky.made.scores.map { 3 * $0 - 7 }
    for (one, other) in zip(try sky.sums(), try stretched.sums()) {
      #expect(abs(one.after - other.after) < 0.02)
    }
  }

  /// Few artificial stars, of one magnitude, or none near a source, leave what was expected.
  @Test func tooFewArtificialStarsChangeNothing() throws {
    var sky = Sky(stars: [120], slope: 0.05, seed: 6)
    sky.made = ([0.1, -0.2], [20, 21], [0, 0])
    for sum in try sky.sums() { #expect(abs(sum.after - sum.before) < 1e-6) }
    sky.made = (
      (0..<80).map { Double($0) / 80 }, [Double](repeating: 20, count: 80),
      [Int](repeating: 0, count: 80)
    )
    for sum in try sky.sums() { #expect(abs(sum.after - sum.before) < 1e-6) }
  }
}
