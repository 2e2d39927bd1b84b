internal import Catalogs
internal import Judging
internal import Labels

/// How scores are matched with the labels of a catalog.
struct LabelMatching {
  var catalog: String
  var columns = CatalogColumns()
  /// The largest separation in arcseconds.
  var radius = 1.0
  /// Only labels whose source is brighter than this magnitude; nil keeps all.
  var brighterThan: Double?

  func match(_ table: SourceTable) throws -> LabelledScores {
    let labels = try LabelledCatalog(reading: catalog, columns: columns)
    Terminal.shared.note(labels.remarks)
    return try LabelledScores(table, catalog: labels, radius: radius, brighterThan: brighterThan)
  }

  /// The same with labels of any magnitude.
  var ofAllMagnitudes: LabelMatching {
    var all = self
    all.brighterThan = nil
    return all
  }
}

extension LabelMatching {
  /// As an evaluation did it.
  ///
  /// - Parameter place: where a path of the evaluation lies.
  init(_ judging: JudgingSettings, at place: (String) -> String) {
    self.init(
      catalog: place(judging.catalog),
      columns: CatalogColumns(
        ra: judging.raColumn, dec: judging.decColumn, sourceClass: judging.classColumn),
      radius: judging.radius, brighterThan: judging.brighterThan)
  }
}
