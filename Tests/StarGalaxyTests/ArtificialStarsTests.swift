import Clusters
import StarGalaxy
import Foundation
import Ranks
import Tensors
import TestSupport
import Testing

/// Stars learned from artificial ones among unlabelled sources.
@Suite struct ArtificialStarsTests {
  /// Sources of two overlapping kinds with four features, two of which tell something, and a first
  /// estimate that knows less.
  private struct Sky {
    var features: Tensor
    var magnitudes: [Double] = []
    var stars: [Bool] = []
    var first: [Double] = []

    init(count: Int, seed: UInt64, onlyStars: Bool = false) {
      var random = RandomNumbers(seed: seed)
      var values: [Float] = []
      for _ in 0..<count {
        let isStar = onlyStars || random.uniform() < 0.35
        let magnitude = random.uniform(in: 17..<23)
        let apart = isStar ? 0.0 : 2.6 - 0.35 * (magnitude - 17)
        values += [
          Float(apart + 0.8 * random.normal()), Float(-apart + 0.8 * random.normal()),
          Float(random.normal()), Float(magnitude),
        ]
        stars.append(isStar)
        magnitudes.append(magnitude)
        let hint = apart + 1.5 * random.normal()
        first.append(min(max(0.35 + 0.2 * (1 - hint), 0.02), 0.98))
      }
      features = Tensor(values, shape: [count, 4])
    }

    func auc(_ scores: [Double]) throws -> Double {
      try ROCCurve(scores: scores, positives: stars).auc
    }

    /// All of one field, of no measured compactness.
    func compactness() throws -> Compactness {
      let unknown = magnitudes.map { _ in Double.nan }
      return try Compactness(values: unknown, errors: unknown, magnitudes: magnitudes)
    }
  }

  @Test(arguments: 1...3) func theyTeachNearlyWhatLabelsWould(seed: UInt64) throws {
    let sky = Sky(count: 3000, seed: seed)
    let made = Sky(count: 1500, seed: seed + 100, onlyStars: true)
    let logits = try ArtificialStars(made.features, magnitudes: made.magnitudes)
      .answers(of: sky.features, first: sky.first, try sky.compactness()).sources
    // The best score there is: the logarithm of the ratio of the two densities that were drawn from.
    let best = (0..<3000).map { source -> Double in
      let apart = 2.6 - 0.35 * (sky.magnitudes[source] - 17)
      let (a, b) = (Double(sky.features[source, 0]), Double(sky.features[source, 1]))
      return (-a * a - b * b + (a - apart) * (a - apart) + (b + apart) * (b + apart))
    }
    let (learned, limit) = (try sky.auc(logits), try sky.auc(best))
    #expect(try learned > sky.auc(sky.first) + 0.05)
    #expect(learned > limit - 0.025, "\(learned) of \(limit)")
  }

  @Test func threadsDoNotMatterAndSeedsDo() throws {
    let sky = Sky(count: 400, seed: 1)
    let made = Sky(count: 200, seed: 2, onlyStars: true)
    func logits(_ seed: UInt64, _ threads: Int) throws -> [Double] {
      var artificial = try ArtificialStars(made.features, magnitudes: made.magnitudes)
      artificial.seed = seed
      return try artificial.answers(
        of: sky.features, first: sky.first, try sky.compactness(),
        workers: Workers(threads: threads)
      ).sources
    }
    let one = try logits(3, 1)
    #expect(try logits(3, 3) == one)
    #expect(try logits(4, 1) != one)
  }

  /// Of very many sources each forest learns from some, which stand for all.
  @Test(arguments: 1...3) func ofVeryManySomeTeachAsWell(seed: UInt64) throws {
    let sky = Sky(count: 6000, seed: seed)
    let made = Sky(count: 3000, seed: seed + 100, onlyStars: true)
    let all = try ArtificialStars(made.features, magnitudes: made.magnitudes)
    var some = all
    some.most = 1200
    func answer(_ stars: ArtificialStars, _ threads: Int) throws -> ArtificialStars.Answer {
      try stars.answers(
        of: sky.features, first: sky.first, try sky.compactness(),
        workers: Workers(threads: threads))
    }
    let (whole, part) = (try answer(all, 2), try answer(some, 2))
    let (best, learned) = (try sky.auc(whole.sources), try sky.auc(part.sources))
    #expect(learned > best - 0.01, "\(learned) of \(best)")
    // As many stars as before, so that logits stand where they stood.
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    #expect(abs(mean(part.sources) - mean(whole.sources)) < 0.25)
    #expect(part.weights == whole.weights && part.starsApart.count == 3000)
    #expect(try answer(some, 1).sources == part.sources)
    some.most = 6000
    #expect(try answer(some, 2).sources == whole.sources)
  }

  /// What is judged a block at a time is judged as the first block is: many copies of a few sources have the same answers.
  @Test func everyBlockIsJudgedAlike() throws {
    let (sky, made) = (Sky(count: 300, seed: 1), Sky(count: 100, seed: 2, onlyStars: true))
    let times = 1000
    var many = sky
    many.features = Tensor(
      (0..<times).flatMap { _ in sky.features.values }, shape: [300 * times, 4])
    many.magnitudes = (0..<times).flatMap { _ in sky.magnitudes }
    many.first = (0..<times).flatMap { _ in sky.first }
    var stars = try ArtificialStars(made.features, magnitudes: made.magnitudes)
    stars.most = 300
    let logits = try stars.answers(
      of: many.features, first: many.first, try many.compactness()
    ).sources
    #expect(logits.count == 300 * times)
    // As many answers as there are folds, each of which leaves others out.
    for source in 0..<300 {
      let own = Set(stride(from: source, to: logits.count, by: 300).map { logits[$0] })
      #expect(own.count <= stars.folds)
    }
  }

  /// Ranks that grow some of the forests each have the same answers.
  @Test func ranksHaveTheSameAnswers() throws {
    let sky = Sky(count: 300, seed: 1)
    let made = Sky(count: 100, seed: 2, onlyStars: true)
    let compactness = try sky.compactness()
    let (features, first) = (sky.features, sky.first)
    let (stars, magnitudes) = (made.features, made.magnitudes)
    let logits: @Sendable (Ranks) throws -> [Double] = { ranks in
      try ArtificialStars(stars, magnitudes: magnitudes).answers(
        of: features, first: first, compactness, workers: Workers(threads: 1), ranks: ranks
      ).sources
    }
    let alone = try logits(.alone)
    #expect(try RanksOfThreads.results(of: 2, logits) == [alone, alone])
  }

  @Test func sourcesBrighterThanAnyAreKnownFromTheFirstEstimate() throws {
    var sky = Sky(count: 1500, seed: 5)
    for source in 0..<300 { sky.magnitudes[source] = 14 }
    sky.magnitudes[300] = .nan
    let made = Sky(count: 500, seed: 6, onlyStars: true)
    let sure = sky.stars.map { $0 ? 0.95 : 0.05 }
    let logits = try ArtificialStars(made.features, magnitudes: made.magnitudes)
      .answers(of: sky.features, first: sure, try sky.compactness()).sources
    let area = try ROCCurve(
      scores: Array(logits.prefix(300)), positives: Array(sky.stars.prefix(300))
    ).auc
    #expect(area > 0.9)
    #expect(logits.allSatisfy { $0.isFinite })
  }

  /// Copies of a star that stands out among stars would all be known by each other; judged by what learned from none of
  /// them, they are not.
  @Test(arguments: 1...3) func noCopyIsJudgedByCopiesOfTheSameStar(seed: UInt64) throws {
    let (sky, made) = (
      Sky(count: 600, seed: seed), Sky(count: 200, seed: seed + 9, onlyStars: true)
    )
    // Every star has a mark of its own, and its ten copies the same; sources other than the first 20 have theirs.
    func marked(_ sky: Sky, _ mark: (Int) -> Double) -> Tensor {
      Tensor(
        sky.magnitudes.indices.flatMap { row in
          (0..<3).map { sky.features[row, $0] } + [Float(mark(row))]
        }, shape: [sky.magnitudes.count, 4])
    }
    let stars = marked(made) { Double($0 % 20) }
    let sources = marked(sky) { row in row < 20 ? Double(row) : 0.5 + Double(row % 20) }
    let artificial = try ArtificialStars(stars, magnitudes: made.magnitudes)
    func mean(_ kin: ArtificialStars.Kin?) throws -> Double {
      let answer = try artificial.answers(
        of: sources, first: sky.first, try sky.compactness(), kin: kin)
      return answer.starsApart.reduce(0, +) / Double(answer.starsApart.count)
    }
    let torn = try mean(nil)
    let whole = try mean(
      .originals(sources: Array(0..<600), stars: (0..<200).map { $0 % 20 }))
    #expect(whole < torn - 0.2, "\(whole), \(torn)")
  }

  @Test func tooFewAreRefused() throws {
    let made = Sky(count: 60, seed: 1, onlyStars: true)
    var magnitudes = made.magnitudes
    for place in 0..<20 { magnitudes[place] = .nan }
    #expect(
      throws: ClustersError(
        "cannot learn from 40 artificial stars: 50 are needed at least; inject more, or into more "
          + "fields")
    ) {
      try ArtificialStars(made.features, magnitudes: magnitudes)
    }
  }

  @Test(arguments: 1...3) func sureStarsAreStars(seed: UInt64) throws {
    var random = RandomNumbers(seed: seed)
    var (values, errors, magnitudes, stars) = ([Double](), [Double](), [Double](), [Bool]())
    for _ in 0..<4000 {
      let isStar = random.uniform() < 0.4
      let magnitude = random.uniform(in: 15..<22)
      let error = hypot(0.012, 0.012 * pow(10, 0.4 * (magnitude - 21.35)))
      values.append((isStar ? 1 : 0.75 + 0.08 * random.normal()) + error * random.normal())
      errors.append(error)
      magnitudes.append(magnitude)
      stars.append(isStar)
    }
    values[0] = .nan
    let sure = SureStars().among(
      try Compactness(values: values, errors: errors, magnitudes: magnitudes)
    ).stars
    #expect(sure.count > 600)
    #expect(Double(sure.count { stars[$0] }) > 0.98 * Double(sure.count))
    #expect(sure.allSatisfy { (15.4...19.6).contains(magnitudes[$0]) })
  }
}
