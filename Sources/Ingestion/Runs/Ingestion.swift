public import Catalogs
public import FITS
public import Files
internal import Foundation
internal import Frames
internal import Sky
public import Sources
public import Surveys
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
  /// What is known of surveys' files; nil: all that comes with the program.
  public var surveys: SurveyLibrary?
  /// Artificial stars that are put into the frames; nil puts none.
  public var injection: StarInjection?
  /// The folder for the cutout set.
  public var out: String
  /// The command line and program, written into every file.
  public var provenance: Provenance
  /// Whether a cutout set of another run in the folder is deleted first.
  public var replacing = false
  /// Whether fields that cannot be read are left out instead of ending the run.
  public var keepsGoing = false
  /// Unpacks tile-compressed images; nil refuses them.
  public var decoder: TileDecoder? = TileDecoder()
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
  /// - Parameters:
  ///   - files: frames, or folders that hold them, in any order.
  ///   - warn: is told what a user should know though the work goes on.
  public func run(
    files: [String], progress: (IngestProgress) -> Void = { _ in },
    warn: (IngestWarning) -> Void = { _ in }
  ) throws -> IngestSummary {
    let start = ContinuousClock.now
    try settings.check()
    for remark in catalog?.remarks ?? [] { warn(IngestWarning(text: "\(remark)")) }
    var skipped: [IngestSummary.SkippedInput] = []
    func skip(_ name: String, _ reason: String) {
      skipped.append(IngestSummary.SkippedInput(name: name, reason: reason))
      warn(IngestWarning(text: "skipped \(name): \(reason)"))
    }
    let inputs = try inputs(files, skip: skip) { warn(IngestWarning(text: $0)) }
    try UniqueNames.check(inputs)
    if let warning = catalog.flatMap(UniqueNames.warning) { warn(warning) }
    let names = catalog?.ids.map(UniqueNames.ofPositions)
    let fingerprint = try fingerprint(of: inputs)
    try prepareFolder(fingerprint)
    let finished = try FinishedFields(in: out, fingerprint: fingerprint)
    let writer = ShardWriter(
      folder: out, settings: settings, provenance: provenance, fingerprint: fingerprint,
      catalog: catalog)
    var (counts, shards, found) = (IngestCounts(), 0, 0)
    var inside: Set<Int> = []
    var earlier = EarlierSources()
    var hasJudgedSize = false
    var upcoming: (name: String, field: Upcoming<LoadedField>)?
    var ground: InjectionGround?
    var remarks = RemarkTally()
    var scale: (field: String, value: Double)?
    progress(IngestProgress(field: "", fieldsDone: 0, fields: inputs.count, counts: counts))
    for (index, input) in inputs.enumerated() {
      if let known = finished[input.id, shards] {
        counts += known.counts
        inside.formUnion(known.catalogRows)
        if input.isFirst { earlier.add(known.positions) }
        shards += known.parts
        found += 1
      } else {
        do {
          let field: LoadedField
          if let again = ground.flatMap({ input.again($0.loaded) }) {
            field = again
          } else {
            ground = nil
            let isRead = upcoming?.name == input.fieldName
            let current = isRead ? upcoming?.field : nil
            if isRead { upcoming = nil }
            field = try (current ?? read(input)).get()
          }
          if injection != nil, ground == nil {
            ground = try InjectionGround(
              field, injection: injection, settings: settings, workers: workers)
          }
          upcoming = upcoming ?? next(after: index, in: inputs, finished)
          for file in field.unreadable { skip(file.path, file.reason) }
          for remark in field.remarks { warn(IngestWarning(text: "\(remark)")) }
          let content = try content(of: field, on: ground, names: names, earlier: &earlier)
          try check(content, &scale)
          content.warnings.forEach(warn)
          for text in remarks.add(content.remarks, field: content.id) {
            warn(IngestWarning(text: text))
          }
          // One field tells; the others are much like it.
          if !hasJudgedSize, let width = content.width {
            hasJudgedSize = true
            CutoutSize.warning(size: settings.size, width: width, field: content.id).map(warn)
          }
          do { try writer.write(content, first: shards) } catch { throw CannotWrite(error: error) }
          counts += content.counts
          inside.formUnion(content.records.compactMap(\.catalogRow))
          inside.formUnion(content.dropped.compactMap(\.catalogRow))
          shards += writer.parts(content.records.count)
        } catch let error as CannotWrite {
          throw error.error
        } catch  where keepsGoing {
          upcoming = upcoming ?? next(after: index, in: inputs, finished)
          skip(input.id, "\(error)")
        }
      }
      progress(
        IngestProgress(
          field: input.id, fieldsDone: index + 1, fields: inputs.count, counts: counts))
    }
    for text in remarks.rest { warn(IngestWarning(text: text)) }
    try checkNotEmpty(counts, fields: inputs.count, skipped)
    return IngestSummary(
      folder: out, fields: inputs.count, fieldsFoundDone: found, counts: counts,
      positionsOutside: catalog.map {
        $0.positions.count - $0.rowsWithoutPosition - inside.count
      }, rowsWithoutPosition: catalog?.rowsWithoutPosition ?? 0, bands: settings.bands,
      size: settings.size, shards: shards, seconds: (ContinuousClock.now - start) / .seconds(1),
      skipped: skipped, settings: settings)
  }

  /// A set that cannot be written ends the run whatever is tolerated of the frames.
  private struct CannotWrite: Error {
    let error: any Error
  }

  private func inputs(
    _ files: [String], skip: (String, String) -> Void, tell: (String) -> Void
  ) throws -> [IngestInput] {
    if settings.readyMade {
      return try ReadyMadeBatch.batches(of: files, settings: settings).map(IngestInput.ready)
    }
    let bands = BandSet(settings.bands, patterns: settings.bandPatterns)
    let inventory = try FrameInventory(
      files, bands: bands, surveys: surveys, keepGoing: keepsGoing)
    for file in inventory.unreadable { skip(file.path, file.reason) }
    let fields = try withoutActuallyEscaping(skip) { skip in
      try inventory.fields(
        bands: settings.bands, reference: settings.reference, skip: keepsGoing ? skip : nil)
    }
    Self.tell(of: inventory.unused(in: fields, bands: settings.bands), tell)
    let same = inventory.samePixels(in: fields)
    if let first = same.first {
      tell(first + (same.count > 1 ? " (and \(same.count - 1) more such fields)" : ""))
    }
    // All passes through a field follow each other, so that it is read once.
    let passes = 1...max(injection?.passes ?? 1, 1)
    return fields.flatMap { field in passes.map { .frames(field, pass: $0) } }
  }

  /// Names the first planes that are left out though a user may not expect it, and counts the rest.
  private static func tell(of unused: [UnusedPlane], _ tell: (String) -> Void) {
    let surprising = unused.filter(\.isSurprising)
    for plane in surprising.prefix(5) { tell("left out \(plane.name): \(plane.reason)") }
    if surprising.count > 5 {
      tell("left out \(surprising.count - 5) more planes (--explain tells of each)")
    }
  }

  private func read(_ input: IngestInput) -> Upcoming<LoadedField> {
    Upcoming { [self] in
      try input.load(
        settings: settings, surveys: surveys ?? SurveyLibrary(), workers: workers, decoder: decoder,
        keepsGoing: keepsGoing)
    }
  }

  /// The next field, whose reading begins now; that which comes after all passes through this one.
  private func next(
    after index: Int, in inputs: [IngestInput], _ finished: FinishedFields
  ) -> (name: String, field: Upcoming<LoadedField>)? {
    inputs[(index + 1)...].first { $0.fieldName != inputs[index].fieldName }
      .flatMap { finished.contains($0.id) ? nil : ($0.fieldName, read($0)) }
  }

  private func content(
    of field: LoadedField, on ground: InjectionGround?, names: [String]?,
    earlier: inout EarlierSources
  ) throws -> ShardContent {
    switch field {
    case .ready(let cutouts): return cutouts.content(settings: settings)
    case .frames(let original, _, let isFirst):
      let injected = try ground.map { try InjectedField(original, on: $0) }
      let field = injected?.field ?? original
      let found =
        if let catalog {
          try FieldSources(
            of: catalog, named: names, in: field, settings: settings, workers: workers)
        } else {
          try FieldSources(detectedIn: field, settings: settings, workers: workers)
        }
      var cutouts = try FieldCutouts(
        of: found, in: field, settings: settings, workers: workers)
      let positions = cutouts.records.map { SkyPosition(ra: $0.ra, dec: $0.dec) }
      if isFirst { cutouts.mark(duplicates: earlier.duplicates(of: positions)) }
      if let injected {
        cutouts.mark(artificial: injected.artificial(among: positions), of: injected.stars.count)
      }
      if isFirst { earlier.add(positions) }
      try cutouts.measureSeeing(
        pixelScale: settings.pixelScale ?? field.reference(settings).wcs.pixelScale,
        workers: workers)
      return try ShardContent(cutouts, of: field, settings: settings)
    }
  }
}
