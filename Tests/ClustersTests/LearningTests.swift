import Clusters
import Foundation
import Tensors
import Testing

/// What learns from labelled codes: regression, boosted trees, and what chooses their settings.
@Suite struct LearningTests {
  private let mixture = Tensor(ReferenceValues.mixtureData, shape: [150, 2])

  /// Points on a chess board of 2 × 2 fields: no straight line parts the colours.
  private func board(_ count: Int, seed: UInt64) -> (codes: Tensor, classes: [Int]) {
    var random = RandomNumbers(seed: seed)
    let values = (0..<2 * count).map { _ in Float(random.uniform(in: -1..<1)) }
    return (
      Tensor(values, shape: [count, 2]),
      (0..<count).map { (values[2 * $0] > 0) == (values[2 * $0 + 1] > 0) ? 1 : 0 }
    )
  }

  private func accuracy(_ model: any LabelModel, _ x: Tensor, _ classes: [Int]) throws -> Double {
    let found = try model.probabilities(x, workers: .all).largestColumns()
    return Double(zip(found, classes).count { $0 == $1 }) / Double(classes.count)
  }

  @Test(arguments: [
    (10.0, ReferenceValues.logisticProbabilities10),
    (0.1, ReferenceValues.logisticProbabilities0_1),
  ])
  func regressionIsScikitLearns(penalty: Double, expected: [Double]) throws {
    let model = try LogisticRegression(penalty: penalty).fit(
      mixture, classes: ReferenceValues.mixtureGroups, of: 3)
    let found = try model.probabilities(mixture).values.prefix(60)
    #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 2e-3 })
  }

  @Test func regressionIsTheSameOnAnyNumberOfThreads() throws {
    func shares(_ threads: Int) throws -> Tensor {
      let workers = Workers(threads: threads)
      return try LogisticRegression().fit(
        mixture, classes: ReferenceValues.mixtureGroups, of: 3, workers: workers
      ).probabilities(mixture, workers: workers)
    }
    #expect(try shares(1) == shares(3))
  }

  @Test func treesSeeWhatNoLineParts() throws {
    var (byTrees, byLine) = (0.0, 0.0)
    for seed in UInt64(1)...6 {
      let (codes, classes) = board(400, seed: 2 * seed - 1)
      let (others, truth) = board(300, seed: 2 * seed)
      let trees = try BoostedTrees().fit(codes, classes: classes, of: 2)
      let line = try LogisticRegression().fit(codes, classes: classes, of: 2)
      byTrees += try accuracy(trees, others, truth) / 6
      byLine += try accuracy(line, others, truth) / 6
      let shares = try trees.probabilities(others)
      for row in 0..<300 { #expect(abs(shares[row, 0] + shares[row, 1] - 1) < 1e-5) }
    }
    #expect(byTrees > 0.93)
    #expect(byLine < 0.65)
  }

  @Test func treesGrowAlikeFromOneSeed() throws {
    let (codes, classes) = board(200, seed: 3)
    func shares(_ seed: UInt64) throws -> Tensor {
      var trees = BoostedTrees()
      (trees.seed, trees.rounds) = (seed, 20)
      return try trees.fit(codes, classes: classes, of: 2).probabilities(codes)
    }
    #expect(try shares(4) == shares(4))
    #expect(try shares(4) != shares(5))
  }

  @Test func partsShareTheClassesEvenly() {
    let classes = (0..<100).map { $0 < 80 ? 0 : 1 }
    let folds = Folds(5, of: classes, seed: 2)
    for part in 0..<5 {
      let (judged, learned) = folds.split(part)
      #expect(judged.count == 20 && learned.count == 80)
      #expect(judged.count { classes[$0] == 1 } == 4)
      #expect(Set(judged).isDisjoint(with: learned))
    }
    #expect(folds == Folds(5, of: classes, seed: 2))
    #expect(folds != Folds(5, of: classes, seed: 3))
  }

  @Test func blocksOfTheSkyStayTogether() {
    var random = RandomNumbers(seed: 8)
    let positions = (0..<500).map { _ in (x: random.uniform(), y: random.uniform()) }
    let folds = Folds(5, blocksOf: positions)
    for part in 0..<5 { #expect(folds.split(part).judged.count == 100) }
    // The nearest neighbour mostly lies in the same part; by chance it would be one time in five.
    let together = positions.indices.count { index in
      func distance(_ other: Int) -> Double {
        hypot(positions[other].x - positions[index].x, positions[other].y - positions[index].y)
      }
      let nearest =
        positions.indices.filter { $0 != index }
        .min { distance($0) < distance($1) } ?? index
      return folds.parts[nearest] == folds.parts[index]
    }
    #expect(together > 350)
  }

  @Test func crossValidationFindsWhatFits() throws {
    let (codes, classes) = board(300, seed: 5)
    let (others, truth) = board(300, seed: 6)
    for learner in LabelLearner.allCases {
      let outcome = try learner.fit(codes, classes: classes, of: 2, seed: 1)
      let right = try accuracy(outcome.model, others, truth)
      #expect(learner == .logistic ? right < 0.65 : right > 0.9, "\(outcome.choice) \(right)")
    }
    // Stumps see one feature at a time.
    let chosen = try LabelLearner.xgboost.fit(codes, classes: classes, of: 2, seed: 1).choice
    #expect(chosen.hasSuffix("depth 2") || chosen.hasSuffix("depth 4"))
    #expect(
      try LabelLearner.knn.fit(codes, classes: classes, of: 2, neighbours: 3, seed: 1).choice
        == "3 neighbours")
  }

  @Test func mistakesGetSentences() {
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return ""
    }
    #expect(
      message { _ = try BoostedTrees().fit(mixture, classes: [0, 1], of: 2) }
        == "cannot boost trees: 150 codes have 2 classes of 2; one is needed for each, counted from "
        + "0, and two to tell apart")
    let classes = ReferenceValues.mixtureGroups
    #expect(
      message {
        _ = try LogisticRegression().fit(mixture, classes: classes, of: 3)
          .probabilities(Tensor([1], shape: [1, 1]))
      }
        == "cannot ask the logistic regression: the codes have 1 features, but 2 were fitted; use "
        + "codes of the same model")
    var trees = BoostedTrees()
    trees.depth = -3
    #expect(message { _ = try trees.fit(mixture, classes: classes, of: 3) }.contains("(XGBoost, "))
  }
}
