internal import Clusters
internal import Labels
internal import Tensors

/// Few labels of pictures: some images of other files are learned from, those of one file judged.
struct PictureProbe: LabelProbe {
  let measure = "accuracy"
  let judged: String
  private let codes: ProbedCodes
  private let split: LabelledSplit
  private let asked: Tensor
  private let truth: [Int]

  init(_ codes: ProbedCodes, labels: ClassLabels, judge: String, what: String) throws {
    self.codes = codes
    let split = try LabelledSplit(
      ids: codes.ids, files: codes.files, labels: labels, judged: judge, what: what)
    self.split = split
    asked = codes.matrix.rows(split.judging)
    truth = split.judging.compactMap { split.classes[$0] }
    judged = "\(truth.count) images of \(judge)"
  }

  var available: Int { split.learning.count }

  var lessons: Lessons {
    let classes = split.learning.compactMap { split.classes[$0] }
    return Lessons(
      rows: split.learning, classes: classes, names: split.names,
      parts: Folds(5, of: classes, seed: 0))
  }

  func score(
    of learner: LabelLearner, labels count: Int, neighbours: Int?, seed: UInt64, workers: Workers
  ) throws -> (score: Double, choice: String) {
    let drawn = try split.draw(count, seed: seed)
    let outcome = try learner.fit(
      codes.matrix.rows(drawn), classes: drawn.compactMap { split.classes[$0] },
      of: split.names.count, neighbours: neighbours, seed: seed, workers: workers)
    let found = try outcome.model.probabilities(asked, workers: workers).largestColumns()
    return (Double(zip(found, truth).count { $0 == $1 }) / Double(truth.count), outcome.choice)
  }
}
