public import Files
internal import Foundation
public import Tensors

/// Turns survey frames into a set of cutouts, one for every source.
///
/// A field is read whole (every band through its own world coordinates), its sources are found or
/// taken from a catalog, and its cutouts are written before the next one; the next field is read
/// meanwhile, so that two fields are in memory at most. Stopped at any moment and run again, it
/// goes on after the last finished file and ends with the same bytes.
public struct Ingestion: Sendable {
  public var settings: IngestSettings
  /// Positions to cut out instead of detecting sources; nil detects.
  public var catalog: SkyCatalog?
  /// The folder for the cutout set.
  public var out: String
  /// The command line and program, written into every file.
  public var provenance: Provenance
  /// Whether a cutout set of another run in the folder is deleted first.
  public var replacing = false
  public var workers: Workers

  public init(
    _ settings: IngestSettings = IngestSettings(), catalog: SkyCatalog? = nil, out: String,
    provenance: Provenance, replacing: Bool = false, workers: Workers = .all
  ) {
    self.settings = settings
    self.catalog = catalog
    self.out = out
    self.provenance = provenance
    self.replacing = replacing
    self.workers = workers
  }

  /// Ingests frames; `progress` is called before the first field and after every one.
  ///
  /// - Parameter files: SDSS frames, or folders that hold them, in any order.
  public func run(
    files: [String], progress: (IngestProgress) -> Void = { _ in }
  ) throws -> IngestSummary {
    let start = ContinuousClock.now
    try settings.check()
    let fields = try FieldFiles.grouping(files, bands: settings.bands)
    let fingerprint = try fingerprint(of: fields)
    try prepareFolder(fingerprint)
    let finished = try FinishedFields(in: out, fingerprint: fingerprint)
    let writer = ShardWriter(
      folder: out, settings: settings, provenance: provenance, fingerprint: fingerprint,
      catalog: catalog)
    var (counts, shards, found) = (IngestCounts(), 0, 0)
    var inside: Set<Int> = []
    var upcoming: Upcoming<Field>?
    progress(IngestProgress(field: "", fieldsDone: 0, fields: fields.count, counts: counts))
    for (index, files) in fields.enumerated() {
      if let known = finished[files.id, shards] {
        counts += known.counts
        inside.formUnion(known.catalogRows)
        shards += known.parts
        found += 1
      } else {
        let field = try (upcoming ?? read(files)).get()
        upcoming = fields[(index + 1)...].first.flatMap {
          finished.contains($0.id) ? nil : read($0)
        }
        let cutouts = try cutouts(of: field)
        try writer.write(cutouts, of: field, first: shards)
        counts += cutouts.counts
        inside.formUnion(cutouts.records.compactMap(\.catalogRow))
        inside.formUnion(cutouts.dropped.compactMap(\.catalogRow))
        shards += writer.parts(cutouts.records.count)
      }
      progress(
        IngestProgress(
          field: files.id, fieldsDone: index + 1, fields: fields.count, counts: counts))
    }
    try checkNotEmpty(counts, fields: fields.count)
    return IngestSummary(
      folder: out, fields: fields.count, fieldsFoundDone: found, counts: counts,
      positionsOutside: catalog.map { $0.positions.count - inside.count }, bands: settings.bands,
      size: settings.size, shards: shards, seconds: (ContinuousClock.now - start) / .seconds(1),
      largestMissing: settings.largestMissing)
  }

  private func read(_ files: FieldFiles) -> Upcoming<Field> {
    Upcoming { [settings, workers] in
      try Field(reading: files, settings: settings.detection, workers: workers)
    }
  }

  private func cutouts(of field: Field) throws -> FieldCutouts {
    let found =
      if let catalog {
        try FieldSources(of: catalog, in: field, settings: settings)
      } else {
        try FieldSources(detectedIn: field, settings: settings)
      }
    return try FieldCutouts(of: found.sources, in: field, settings: settings)
  }

  private func checkNotEmpty(_ counts: IngestCounts, fields: Int) throws(SurveyError) {
    guard counts.kept == 0 else { return }
    let frames = "the \(fields) field\(fields == 1 ? "" : "s") given"
    if let catalog, counts.found == 0 {
      throw SurveyError(
        "none of the \(catalog.positions.count) positions of the catalog \(catalog.source) lies "
          + "in \(frames); check that both are of the same piece of sky")
    }
    guard counts.found > 0 else {
      throw SurveyError(
        "no source was found in \(frames); lower the detection threshold or give other frames")
    }
    throw SurveyError(
      "none of the \(counts.found) sources in \(frames) has a whole cutout of "
        + "\(settings.size)×\(settings.size) pixels; choose a smaller size or other frames")
  }
}
