public import Labels
public import Sky

/// What is to be judged: where each source lies, its score, its magnitude, and other scores of it.
public struct JudgedSources: Sendable {
  /// Where they come from; named in errors.
  public let source: String
  public let positions: [SkyPosition]
  /// P_STAR of every source.
  public let scores: [Double]
  /// Our own magnitudes.
  public let magnitudes: [Double]
  /// Other scores by name, higher for stars, NaN where not measured.
  public let baselines: [(name: String, scores: [Double])]

  public init(
    source: String, positions: [SkyPosition], scores: [Double], magnitudes: [Double],
    baselines: [(name: String, scores: [Double])] = []
  ) {
    precondition(scores.count == positions.count && magnitudes.count == positions.count)
    precondition(baselines.allSatisfy { $0.scores.count == positions.count })
    (self.source, self.positions, self.scores) = (source, positions, scores)
    (self.magnitudes, self.baselines) = (magnitudes, baselines)
  }
}

/// Scores matched to a labelled catalog: one entry a label, whether or not the source has a score.
///
/// Classes of the sky come in here; nothing made of them goes back to a step that learns, clusters
/// or classifies.
public struct LabelledScores: Sendable {
  /// Whether each labelled source is a star.
  public let stars: [Bool]
  /// P_STAR; NaN for a label without a source.
  public let scores: [Double]
  /// Our own magnitude; NaN for a label without a source.
  public let magnitudes: [Double]
  /// The classical scores by name, higher for stars, NaN where not measured; then whatever else is
  /// judged beside ours.
  public var baselines: [(name: String, scores: [Double])]
  /// The source of every label; nil for one without any.
  public let rows: [Int?]
  /// How many labels found a source.
  public let matched: Int
  public let catalog: LabelledCatalog
  /// How deep the labels reach: the limit they were taken to, else the half magnitude by which
  /// nine in ten of the matched ones are brighter. No class plays a part in it.
  public let depth: Double

  /// Matches sources with a catalog, one to one, the closest first.
  ///
  /// - Parameters:
  ///   - radius: the largest separation in arcseconds.
  ///   - limit: labels whose source is fainter than this magnitude, or that have no source, are
  ///     left out; nil keeps all.
  public init(
    _ sources: JudgedSources, catalog: LabelledCatalog, radius: Double, brighterThan limit: Double?
  ) throws(SurveyError) {
    let pairs = SkyMatch.oneToOne(catalog.positions, sources.positions, radius: radius)
    guard !pairs.isEmpty else {
      throw SurveyError(
        "cannot evaluate \(sources.source): none of the \(catalog.entries.count) labelled sources of "
          + "\(catalog.source) lies within \(radius)″ of any of its \(sources.positions.count) "
          + "sources; check that both show the same piece of sky, or widen --radius")
    }
    var rows = [Int?](repeating: nil, count: catalog.entries.count)
    for pair in pairs { rows[pair.first] = pair.second }
    let kept = rows.indices.filter { label in
      guard let limit else { return true }
      guard let row = rows[label] else { return false }
      return sources.magnitudes[row] < limit
    }
    func column(_ values: [Double]) -> [Double] {
      kept.map { label in rows[label].map { values[$0] } ?? .nan }
    }
    stars = kept.map { catalog.entries[$0].sourceClass == .star }
    scores = column(sources.scores)
    magnitudes = column(sources.magnitudes)
    baselines = sources.baselines.map { ($0.name, column($0.scores)) }
    self.rows = kept.map { rows[$0] }
    matched = kept.count { rows[$0] != nil }
    self.catalog = catalog
    depth = limit ?? Self.depth(of: magnitudes)
  }

  private static func depth(of magnitudes: [Double]) -> Double {
    let known = magnitudes.filter(\.isFinite).sorted()
    guard !known.isEmpty else { return 22.5 }
    return (known[(known.count * 9 - 1) / 10] * 2).rounded(.up) / 2
  }

  /// What a list with a number for every source says of every label; NaN for one without a source.
  public func column(_ values: [Double]) -> [Double] {
    rows.map { row in row.map { values[$0] } ?? .nan }
  }
}
