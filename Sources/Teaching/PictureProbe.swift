public import Clusters
public import Labels
public import Tensors

/// Few labels of pictures: some images of other files are learned from, those of one file judged.
public struct PictureProbe: LabelProbe {
  public let measure = "accuracy"
  public let judged: String
  private let codes: Tensor
  private let split: LabelledSplit
  private let asked: Tensor
  private let truth: [Int]

  /// - Parameters:
  ///   - codes: `[image, number]`, with the name of every image and the file it is from.
  ///   - judge: the file whose images are judged.
  ///   - what: what the images are called in errors.
  public init(
    _ codes: Tensor, ids: [String], files: [String], labels: ClassLabels, judge: String,
    what: String
  ) throws(TeachingError) {
    self.codes = codes
    let split = try LabelledSplit(
      ids: ids, files: files, labels: labels, judged: judge, what: what)
    self.split = split
    asked = codes.rows(split.judging)
    truth = split.judging.compactMap { split.classes[$0] }
    judged = "\(truth.count) images of \(judge)"
  }

  public var available: Int { split.learning.count }

  public var lessons: Lessons {
    let classes = split.learning.compactMap { split.classes[$0] }
    return Lessons(
      rows: split.learning, classes: classes, names: split.names,
      parts: Folds(5, of: classes, seed: 0))
  }

  public func score(
    of learner: LabelLearner, labels count: Int, neighbours: Int?, seed: UInt64, workers: Workers
  ) throws -> (score: Double, choice: String) {
    let drawn = try split.draw(count, seed: seed)
    let outcome = try learner.fit(
      codes.rows(drawn), classes: drawn.compactMap { split.classes[$0] },
      of: split.names.count, neighbours: neighbours, seed: seed, workers: workers)
    let found = try outcome.model.probabilities(asked, workers: workers).largestColumns()
    return (Double(zip(found, truth).count { $0 == $1 }) / Double(truth.count), outcome.choice)
  }
}
