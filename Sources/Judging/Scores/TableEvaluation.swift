package import Clusters
internal import Labels
package import Tables
package import Tensors

/// A table of scores judged by a catalog: the whole of what `evaluate` finds out.
package struct TableEvaluation {
  /// Still without provenance and ledger.
  package var result: Evaluation
  private let judged: LabelledScores
  private let edges: [Double]
  /// What the labels themselves reach, where they were learned from.
  private let reference: [Double]?

  /// - Parameters:
  ///   - others: scores to be judged on the same sources.
  ///   - codes: of the same sources, where labels are to be learned from as a reference.
  ///   - edges: of the magnitude bins, ascending; nil for those that suit the labels.
  package init(
    of table: SourceTable, by matching: LabelMatching, beside others: [OtherScores] = [],
    learningFrom codes: SourceTable? = nil, edges: [Double]? = nil, bootstrap: Bootstrap,
    workers: Workers = .all
  ) throws {
    let judged = try matching.match(table).adding(others)
    let edges = edges ?? MagnitudeBins.edges(downTo: judged.depth)
    var result = try Evaluation(
      scores: judged.scores, stars: judged.stars, magnitudes: judged.magnitudes, edges: edges,
      baselines: Dictionary(judged.baselines.map { ($0.name, $0.scores) }) { first, _ in first },
      bootstrap: bootstrap, workers: workers)
    result.selections = try Selections(judged, in: table).evaluations(
      of: judged, bootstrap: bootstrap)
    result.fields = FieldEvaluation.all(
      fields: try judged.fields(in: table), probabilities: judged.scores, stars: judged.stars)
    let reference = try codes.map {
      try SupervisedReference(judged, in: table, codes: $0, workers: workers).scores
    }
    result.supervised = try reference.map {
      try ROCCurve(scores: filledWithMedian($0).scores, positives: judged.stars).auc
    }
    result.score = table.scoreColumn.name
    result.matched = judged.matched
    result.radius = matching.radius
    result.judging = JudgingSettings(
      scores: table.path, catalog: matching.catalog, raColumn: matching.columns.ra,
      decColumn: matching.columns.dec, classColumn: matching.columns.sourceClass,
      radius: matching.radius, brighterThan: matching.brighterThan, bins: edges)
    (self.result, self.judged, self.edges, self.reference) = (result, judged, edges, reference)
  }

  /// What a person reads.
  package var lines: [String] {
    EvaluationReport.lines(of: result, judged, reference: reference, edges: edges)
  }
}
