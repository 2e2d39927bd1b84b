internal import Clusters
internal import FITS
internal import Files
internal import Tensors

/// The labels that may teach: of which rows, which class each is of, and how they are cut into parts.
struct Lessons: Sendable {
  let rows: [Int]
  let classes: [Int]
  let names: [String]
  let parts: Folds
}

/// Everything classified by what labels teach: what has a label by the labels of other parts, so
/// that no answer was learned from its own.
struct TaughtClasses {
  /// By row and class, `[row, class]`; a row's add up to 1.
  let probabilities: Tensor
  let names: [String]

  /// - Parameters:
  ///   - matrix: what is classified, `[row, number]`.
  ///   - lessons: the rows with labels, in parts; each is answered by what the others teach.
  init(
    of matrix: Tensor, lessons: Lessons, learner: LabelLearner, neighbours: Int?, seed: UInt64,
    workers: Workers
  ) throws {
    let (rows, names) = (lessons.rows, lessons.names)
    func answers(to asked: [Int], from learned: [Int]) throws -> Tensor {
      try learner.fit(
        matrix.rows(learned.map { rows[$0] }), classes: learned.map { lessons.classes[$0] },
        of: names.count, neighbours: neighbours, seed: seed, workers: workers
      ).model.probabilities(matrix.rows(asked), workers: workers)
    }

    let labelled = Set(rows)
    var groups = [
      ((0..<matrix.shape[0]).filter { !labelled.contains($0) }, Array(rows.indices))
    ]
    for part in 0..<lessons.parts.count {
      let (asked, learned) = lessons.parts.split(part)
      groups.append((asked.map { rows[$0] }, learned))
    }
    var values = [Float](repeating: .nan, count: matrix.shape[0] * names.count)
    for (asked, learned) in groups where !asked.isEmpty {
      let found = try answers(to: asked, from: learned)
      for (place, row) in asked.enumerated() {
        for label in names.indices { values[row * names.count + label] = found[place, label] }
      }
    }
    probabilities = Tensor(values, shape: [matrix.shape[0], names.count])
    self.names = names
  }

  /// The columns that say so: P_STAR where stars are told from galaxies, else the likeliest class and
  /// its probability.
  func columns() throws -> [Column] {
    let rows = 0..<probabilities.shape[0]
    if names == SkyProbe.classes {
      return [
        SourceColumn.pStar.column(
          .double(rows.map { Double(probabilities[$0, 1]) }),
          described: "Probability of being a star, learned from labels")
      ]
    }
    let likeliest = probabilities.largestColumns()
    return [
      SourceColumn.likeliestClass.column(.string(likeliest.map { names[$0] })),
      SourceColumn.pClass.column(.double(rows.map { Double(probabilities[$0, likeliest[$0]]) })),
    ]
  }
}
