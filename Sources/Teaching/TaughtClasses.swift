public import Clusters
public import Tensors

/// The labels that may teach: of which rows, which class each is of, and how they are cut into parts.
public struct Lessons: Sendable {
  public let rows: [Int]
  /// Of every row, counted from 0.
  public let classes: [Int]
  /// Of every class.
  public let names: [String]
  public let parts: Folds

  public init(rows: [Int], classes: [Int], names: [String], parts: Folds) {
    (self.rows, self.classes, self.names, self.parts) = (rows, classes, names, parts)
  }
}

/// Everything classified by what labels teach: what has a label by the labels of other parts, so
/// that no answer was learned from its own.
public struct TaughtClasses: Sendable {
  /// By row and class, `[row, class]`; a row's add up to 1.
  public let probabilities: Tensor
  public let names: [String]

  /// - Parameters:
  ///   - matrix: what is classified, `[row, number]`.
  ///   - lessons: the rows with labels, in parts; each is answered by what the others teach.
  ///   - neighbours: how many vote; nil to let cross-validation settle it.
  public init(
    of matrix: Tensor, lessons: Lessons, learner: LabelLearner, neighbours: Int?, seed: UInt64,
    workers: Workers
  ) throws(ClustersError) {
    let (rows, names) = (lessons.rows, lessons.names)
    func taught(by learned: [Int]) throws(ClustersError) -> any LabelModel {
      try learner.fit(
        matrix.rows(learned.map { rows[$0] }), classes: learned.map { lessons.classes[$0] },
        of: names.count, neighbours: neighbours, seed: seed, workers: workers
      ).model
    }
    func answers(
      of model: any LabelModel, to asked: [Int]
    ) throws(ClustersError) -> [[Float]] {
      let found = try model.probabilities(matrix.rows(asked), workers: workers)
      return asked.indices.map { place in names.indices.map { found[place, $0] } }
    }

    var shares = [[Float]](
      repeating: [Float](repeating: .nan, count: names.count), count: matrix.shape[0])
    let labelled = Set(rows)
    let others = shares.indices.filter { !labelled.contains($0) }
    if !others.isEmpty {
      let model = try taught(by: Array(rows.indices))
      for (row, answer) in zip(others, try answers(of: model, to: others)) { shares[row] = answer }
    }
    let judged = try lessons.parts.outOfFold { _, learned throws(ClustersError) in
      try taught(by: learned)
    } judge: { model, asked throws(ClustersError) in
      try answers(of: model, to: asked.map { rows[$0] })
    }
    for case (let row, let answer?) in zip(rows, judged) { shares[row] = answer }
    probabilities = Tensor(shares.flatMap(\.self), shape: [matrix.shape[0], names.count])
    self.names = names
  }
}
