internal import Clusters
internal import Labels
internal import Sky
package import Tables
package import Tensors

/// Simulated sources with what is truly known of them, cut into parts that share no field.
package struct SoughtSources {
  package let properties: [SoughtProperty]
  /// The rows of the table that are judged, and the row of the truth of each.
  package let rows, truths: [Int]
  /// The part of each of them.
  private let folds: Folds

  /// - Parameters:
  ///   - limit: how faint, in the truth's column mag.
  ///   - radius: the largest separation in arcseconds.
  ///   - parts: how many parts the fields are dealt to.
  package init(
    of table: SourceTable, truth path: String, brighterThan limit: Double, radius: Double,
    parts: Int, seed: UInt64
  ) throws {
    let truth = try TrueProperties(reading: path)
    let magnitudes = try truth.requiredNumbers("mag")
    let bright = truth.positions.indices.filter { magnitudes[$0] < limit }
    let pairs = SkyMatch.oneToOne(
      try table.positions(), bright.map { truth.positions[$0] }, radius: radius)
    properties = try SoughtProperty.all(of: truth)
    rows = pairs.map(\.first)
    truths = pairs.map { bright[$0.second] }
    let names = try table.texts(.field)
    let fields = Dictionary(
      Set(rows.map { names[$0] }).sorted().enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
    guard fields.count >= parts else {
      throw SurveyError(
        "cannot judge \(table.path) by \(path): its sources within \(radius)″ of a true one lie in \(fields.count) "
          + "field\(fields.count == 1 ? "" : "s"), and \(parts) are needed, since fields are judged by what was "
          + "learned from others; simulate more fields")
    }
    folds = Folds(
      parts, of: rows.map { _ in 0 }, groups: rows.map { fields[names[$0]] ?? 0 }, seed: seed)
  }

  /// How well each property follows from features by ridge regression, learned in other fields: 1 − Σ (y − ŷ)² / Σ (y −
  /// mean)², for a class the area under the ROC curve.
  ///
  /// - Parameter features: `[source, feature]`, of all rows of the table.
  package func judged(_ features: Tensor, penalty: Double, workers: Workers = .all) throws
    -> [HeldProperties.Property]
  {
    let width = features.shape[1]
    func chosen(_ sources: [Int]) -> Tensor {
      features.withUnsafeValues { values in
        Tensor(
          sources.flatMap { values[rows[$0] * width..<(rows[$0] + 1) * width] },
          shape: [sources.count, width])
      }
    }
    return try properties.map { property in
      func held(_ value: Double?) -> HeldProperties.Property {
        .init(name: property.name, value: value)
      }
      let known = rows.indices.filter { property.values[truths[$0]].isFinite }
      let truth = known.map { property.values[truths[$0]] }
      var guesses = [Double](repeating: 0, count: known.count)
      for part in 0..<folds.count {
        let taught = known.indices.filter { folds.parts[known[$0]] != part }
        let judged = known.indices.filter { folds.parts[known[$0]] == part }
        guard taught.count > 1, !judged.isEmpty else { continue }
        let model = try RidgeRegression(penalty: penalty).fit(
          chosen(taught.map { known[$0] }), numbers: taught.map { truth[$0] }, workers: workers)
        for (place, guess) in zip(judged, try model.predict(chosen(judged.map { known[$0] }))) {
          guesses[place] = guess
        }
      }
      guard !property.isClass else {
        return held(try? ROCCurve(scores: guesses, positives: truth.map { $0 > 0.5 }).auc)
      }
      let mean = truth.reduce(0, +) / Double(max(truth.count, 1))
      let rest = zip(truth, guesses).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let all = truth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return held(all > 0 ? 1 - rest / all : nil)
    }
  }
}
