internal import Console
package import Judging

/// How well every field did by itself, where it has labels.
package struct FieldAccuracy {
  package let fields: [FieldEvaluation]
  /// The column that is judged.
  package let score: String

  package init(_ fields: [FieldEvaluation], score: String) {
    (self.fields, self.score) = (fields, score)
  }

  package var html: String {
    guard !fields.isEmpty else { return "" }
    let cells = fields.map { field in
      [
        Markup.escaped(field.field), "\(field.stars)", field.expected, "\(field.galaxies)",
        share(field.auc), share(field.accuracy), share(field.calibrationError),
        share(field.chance?.calibrationError),
      ]
    }
    return "<h3>Field by field</h3>\n"
      + Markup.paragraph(
        "Labelled sources that were found. Where the sum of \(score) is not the number of stars, it is "
          + "not right for that field: ± and “by chance” are what right ones would show, as fields are small."
      )
      + Markup.table(
        [
          "field", "stars", "sum of \(Markup.escaped(score))", "galaxies", "AUC",
          "accuracy at one half", "calibration error", "by chance",
        ], cells)
  }
}
