import Clusters
import Foundation
import StarGalaxy
import Tensors
import Testing

/// No zero point and no crowded neighbour decides what a source is.
@Suite struct EveryFieldTests {
  /// Fields of like galaxies and of different numbers of stars; a score that knows a little.
  private struct Sky {
    var compactness: Compactness
    var scores: [Double]
    var stars: [Bool]
    var fields: [String]

    init(densities: [Double], galaxies: Int = 350, seed: UInt64 = 1, zero: Double = 0) throws {
      var random = RandomNumbers(seed: seed)
      func magnitude(_ slope: Double) -> Double {
        let (a, b) = (pow(10, slope * 16), pow(10, slope * 23))
        return log10(a + random.uniform() * (b - a)) / slope
      }
      var (values, errors, magnitudes) = ([Double](), [Double](), [Double]())
      (scores, stars, fields) = ([], [], [])
      for (number, density) in densities.enumerated() {
        let count = Int(150 * density)
        for source in 0..<(count + galaxies) {
          let isStar = source < count
          let m = magnitude(isStar ? 0.11 : 0.36)
          let noise = 0.012 * pow(10, 0.4 * (m - 21.35))
          let size = isStar ? 0 : max(0.02, 0.12 + 0.05 * random.normal())
          let error = hypot(0.012, noise)
          stars.append(isStar)
          fields.append("field \(number)")
          magnitudes.append(m + zero)
          errors.append(error)
          values.append(1 - size + error * random.normal())
          scores.append(-size + 1.3 * error * random.normal())
        }
      }
      compactness = try Compactness(
        values: values, errors: errors, magnitudes: magnitudes, fields: fields)
    }

    func members(_ number: Int) -> [Int] {
      fields.indices.filter { fields[$0] == "field \(number)" }
    }
  }

  @Test(arguments: [-7.0, -0.3, 2.5, 7.5]) func noZeroPointMovesAProbability(zero: Double) throws {
    func probabilities(_ zero: Double) throws -> [Double] {
      let sky = try Sky(densities: [1, 3], zero: zero)
      return try JointClassifier().probabilities(
        joining: [sky.scores], compactness: sky.compactness)
    }
    let (plain, moved) = (try probabilities(0), try probabilities(zero))
    for (a, b) in zip(plain, moved) { #expect(abs(a - b) < 1e-6) }
  }

  @Test(arguments: [-7.0, 7.5]) func noZeroPointMovesTheSureStars(zero: Double) throws {
    func stars(_ zero: Double) throws -> [Int] {
      SureStars().among(try Sky(densities: [1], zero: zero).compactness).stars
    }
    let plain = try stars(0)
    #expect(plain.count > 20)
    #expect(try stars(zero) == plain)
  }

  @Test(arguments: 1...3) func everyFieldHasItsOwnStars(seed: UInt64) throws {
    let densities = [0.3, 1, 1, 1, 3, 20]
    let sky = try Sky(densities: densities, seed: seed)
    let found = try JointClassifier().probabilities(
      joining: [sky.scores], compactness: sky.compactness)
    for number in densities.indices {
      let members = sky.members(number)
      let sum = members.reduce(0) { $0 + found[$1] }
      let truth = Double(members.count { sky.stars[$0] })
      #expect(
        abs(sum - truth) < max(0.2 * truth, 0.1 * Double(members.count)),
        "field \(number): \(sum) of \(truth)")
    }
  }

  @Test func spoiltStarsAreCountedAndLeftOut() throws {
    let sky = try Sky(densities: [2])
    let all = SureStars().among(sky.compactness)
    var spoilt = sky.stars.map { _ in false }
    for star in all.stars.prefix(7) { spoilt[star] = true }
    let fewer = SureStars().among(sky.compactness, spoilt: spoilt)
    #expect(fewer.stars == Array(all.stars.dropFirst(7)))
    #expect(fewer.spoilt == 7)
    #expect(fewer.offBrightness == all.offBrightness && fewer.offRidge == all.offRidge)
    #expect(
      all.stars.count + all.offBrightness + all.offRidge + all.spoilt == sky.stars.count)
  }

  /// The one that tells artificial stars from the sources is taken, and one that tells nothing is
  /// not, whichever comes first.
  @Test func theBetterEstimateIsTrusted() throws {
    var random = RandomNumbers(seed: 4)
    let stars = (0..<1500).map { $0 % 3 == 0 }
    let good = stars.map { ($0 ? 1.5 : 0) + random.normal() }
    let noise = stars.map { _ in random.normal() }
    let made = (0..<900).map { _ in 1.5 + random.normal() }
    let madeNoise = made.map { _ in random.normal() }
    for order in [[0, 1], [1, 0]] {
      let parts = [
        PartJoin.Part("good", sources: good, stars: made),
        PartJoin.Part("noise", sources: noise, stars: madeNoise),
      ]
      let join = PartJoin(
        order.map { parts[$0] }, starWeights: made.map { _ in 1 },
        sourceWeights: stars.map { _ in 1 })
      let place = order[0] == 0 ? 0 : 1
      #expect(join.shares[place] > 0.85)
      let area = try ROCCurve(scores: join.logits, positives: stars).auc
      #expect(try area > ROCCurve(scores: good, positives: stars).auc - 0.005)
    }
  }
}
