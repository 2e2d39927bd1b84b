package import Catalogs
internal import Console
internal import Labels
package import Tables

/// How scores are matched with the labels of a catalog.
package struct LabelMatching {
  package var catalog: String
  package var columns = CatalogColumns()
  /// The largest separation in arcseconds.
  package var radius = 1.0
  /// Only labels whose source is brighter than this magnitude; nil keeps all.
  package var brighterThan: Double?

  package init(
    catalog: String, columns: CatalogColumns = CatalogColumns(), radius: Double = 1,
    brighterThan: Double? = nil
  ) {
    (self.catalog, self.columns) = (catalog, columns)
    (self.radius, self.brighterThan) = (radius, brighterThan)
  }

  package func match(_ table: SourceTable) throws -> LabelledScores {
    let labels = try LabelledCatalog(reading: catalog, columns: columns)
    Terminal.shared.note(labels.remarks)
    return try LabelledScores(table, catalog: labels, radius: radius, brighterThan: brighterThan)
  }

  /// The same with labels of any magnitude.
  package var ofAllMagnitudes: LabelMatching {
    var all = self
    all.brighterThan = nil
    return all
  }
}

extension LabelMatching {
  /// As an evaluation did it.
  ///
  /// - Parameter place: where a path of the evaluation lies.
  package init(_ judging: JudgingSettings, at place: (String) -> String) {
    self.init(
      catalog: place(judging.catalog),
      columns: CatalogColumns(
        ra: judging.raColumn, dec: judging.decColumn, sourceClass: judging.classColumn),
      radius: judging.radius, brighterThan: judging.brighterThan)
  }
}
