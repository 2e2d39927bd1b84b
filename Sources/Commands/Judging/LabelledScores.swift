internal import Clusters
internal import Labels
internal import Sky

/// Scores matched to a labelled catalog: one entry a label, whether or not the source has a score.
///
/// Classes of the sky come in here; nothing made of them goes back to a step
/// that learns, clusters or classifies.
struct LabelledScores {
  /// Whether each labelled source is a star.
  let stars: [Bool]
  /// P_STAR; NaN for a label without a source.
  let scores: [Double]
  /// Our own magnitude; NaN for a label without a source.
  let magnitudes: [Double]
  /// The classical scores by name, higher for stars, NaN where not measured; then whatever else is
  /// judged beside ours.
  var baselines: [(name: String, scores: [Double])]
  /// The table's row of every label; nil for one without a source.
  let rows: [Int?]
  /// How many labels found a source.
  let matched: Int
  let catalog: LabelledCatalog

  /// Matches a table of scores with a catalog, one to one, the closest first.
  ///
  /// - Parameters:
  ///   - radius: the largest separation in arcseconds.
  ///   - limit: labels whose source is fainter than this magnitude, or that have no source, are
  ///     left out; nil keeps all.
  init(
    _ table: SourceTable, catalog: LabelledCatalog, radius: Double, brighterThan limit: Double?
  ) throws {
    let (ra, dec) = (try table.numbers("RA"), try table.numbers("DEC"))
    let positions = zip(ra, dec).map { SkyPosition(ra: $0, dec: $1) }
    let pairs = SkyMatch.oneToOne(catalog.positions, positions, radius: radius)
    guard !pairs.isEmpty else {
      throw CommandFailure(
        "cannot evaluate \(table.path): none of the \(catalog.entries.count) labelled sources of "
          + "\(catalog.source) lies within \(radius)″ of any of its \(positions.count) sources; "
          + "check that both show the same piece of sky, or widen --radius")
    }
    let magnitude = try table.numbers("MAG")
    var rows = [Int?](repeating: nil, count: catalog.entries.count)
    for pair in pairs { rows[pair.first] = pair.second }
    let kept = rows.indices.filter { label in
      guard let limit else { return true }
      guard let row = rows[label] else { return false }
      return magnitude[row] < limit
    }
    func column(_ values: [Double], sense: Double = 1) -> [Double] {
      kept.map { label in rows[label].map { sense * values[$0] } ?? .nan }
    }
    stars = kept.map { catalog.entries[$0].sourceClass == .star }
    scores = column(try table.numbers("P_STAR"))
    magnitudes = column(magnitude)
    baselines = try Measurement.baselines(among: table.table.columns.map(\.name)).map {
      ($0.name, column(try table.numbers($0.column), sense: $0.sense))
    }
    self.rows = kept.map { rows[$0] }
    matched = kept.count { rows[$0] != nil }
    self.catalog = catalog
  }
}
