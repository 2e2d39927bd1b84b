internal import Clusters
internal import Console
internal import Judging

/// How well every field did by itself, where it has labels.
package struct FieldAccuracy {
  package struct Row: Equatable {
    package var field: String
    package var stars, galaxies: Int
    /// The share of labels on the right side of one half.
    package var accuracy: Double
    /// Nil where the field lacks a class.
    package var auc: Double?
    /// The mean probability, and the share that are stars: alike where the score is right for the field.
    package var mean, starShare: Double

    package init(
      field: String, stars: Int, galaxies: Int, accuracy: Double, auc: Double?, mean: Double,
      starShare: Double
    ) {
      (self.field, self.stars, self.galaxies) = (field, stars, galaxies)
      (self.accuracy, self.auc, self.mean, self.starShare) = (accuracy, auc, mean, starShare)
    }
  }

  package let rows: [Row]
  /// The column that is judged.
  package let score: String

  /// - Parameters:
  ///   - fields: of every label; nil for one without a source, which is left out.
  ///   - scores: probabilities; NaN where there is none.
  package init(fields: [String?], scores: [Double], stars: [Bool], score: String) {
    self.score = score
    let known = fields.indices.filter { fields[$0] != nil && scores[$0].isFinite }
    rows = Dictionary(grouping: known, by: { fields[$0] ?? "" }).sorted { $0.key < $1.key }.map {
      field, labels in
      let (values, truth) = (labels.map { scores[$0] }, labels.map { stars[$0] })
      let (count, found) = (Double(labels.count), truth.count { $0 })
      return Row(
        field: field, stars: found, galaxies: labels.count - found,
        accuracy: Double(zip(values, truth).count { ($0 > 0.5) == $1 }) / count,
        auc: try? ROCCurve(scores: values, positives: truth).auc,
        mean: values.reduce(0, +) / count, starShare: Double(found) / count)
    }
  }

  init(_ judged: LabelledScores, score: String, fields: [String?]) {
    self.init(fields: fields, scores: judged.scores, stars: judged.stars, score: score)
  }

  var html: String {
    guard !rows.isEmpty else { return "" }
    let cells = rows.map { row in
      [
        Markup.escaped(row.field), "\(row.stars)", "\(row.galaxies)", share(row.accuracy),
        share(row.auc), share(row.mean), share(row.starShare),
      ]
    }
    return "<h3>Field by field</h3>\n"
      + Markup.paragraph(
        "Labelled sources that were found. Where the mean of \(score) is not the share of stars, it is "
          + "not right for that field.")
      + Markup.table(
        [
          "field", "stars", "galaxies", "accuracy at one half", "AUC",
          "mean \(Markup.escaped(score))",
          "share of stars",
        ], cells)
  }
}
