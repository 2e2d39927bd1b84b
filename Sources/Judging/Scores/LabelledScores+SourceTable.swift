package import Labels
internal import Sky
package import Tables
package import Tensors

extension LabelledScores {
  /// Matches a table of scores with a catalog, one to one, the closest first.
  ///
  /// - Parameters:
  ///   - radius: the largest separation in arcseconds.
  ///   - limit: labels whose source is fainter than this magnitude, or that have no source, are
  ///     left out; nil keeps all.
  package init(
    _ table: SourceTable, catalog: LabelledCatalog, radius: Double, brighterThan limit: Double?
  ) throws {
    let (ra, dec) = (try table.numbers(.ra), try table.numbers(.dec))
    let sources = JudgedSources(
      source: table.path, positions: zip(ra, dec).map { SkyPosition(ra: $0, dec: $1) },
      scores: try table.score().values, magnitudes: try table.numbers(.magnitude),
      baselines: try Measurement.baselines(of: table).map { baseline in
        (baseline.name, try table.numbers(baseline.column).map { baseline.sense * $0 })
      })
    try self.init(sources, catalog: catalog, radius: radius, brighterThan: limit)
  }
}

extension LabelledScores {
  /// The field of every label's source; nil for one without a source.
  package func fields(in table: SourceTable) throws -> [String?] {
    let fields = try table.texts(.field)
    return rows.map { $0.map { fields[$0] } }
  }
}

extension Selections {
  /// - Parameter table: the table of scores that the labels were matched with.
  package init(_ judged: LabelledScores, in table: SourceTable) throws {
    try self.init(
      judged, missing: table.numbers(.edge), fields: table.texts(.field),
      nearest: table.neighbours().distance, band: table.bands?.reference)
  }
}

extension SupervisedReference {
  /// - Parameter table: the scores that are judged; `codes` must be of the same sources.
  package init(
    _ judged: LabelledScores, in table: SourceTable, codes: SourceTable, workers: Workers
  ) throws {
    try codes.requireSources(
      of: table, to: "learn from labels", otherwise: "give the codes that they were made from")
    try self.init(
      judged, features: codes.features(), ra: codes.numbers(.ra), dec: codes.numbers(.dec),
      workers: workers)
  }
}
