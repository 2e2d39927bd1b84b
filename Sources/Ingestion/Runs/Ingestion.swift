public import Catalogs
public import Cutouts
public import FITS
public import Files
internal import Foundation
internal import Frames
public import Ranks
internal import Sky
public import Sources
public import Surveys
public import Tensors

/// Turns survey frames into a set of cutouts, one for every source.
///
/// A field is read whole (every band through its own world coordinates), its sources are found or
/// taken from a catalog, and its cutouts are written before the next one; the next field is read
/// meanwhile, so that two fields are in memory at most. Stopped at any moment and run again, it
/// goes on after the last finished file and ends with the same bytes, with as many processes as there are then.
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
  /// The processes that have a part of the fields each.
  public var ranks = Ranks.alone

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
    var (inputs, tally) = try begin(files, warn)
    let fingerprint = try fingerprint(of: inputs)
    if ranks.isFirst { try prepareFolder(fingerprint) }
    ranks.meet()
    let writer = ShardWriter(
      settings: settings, provenance: provenance, fingerprint: fingerprint,
      catalog: catalog)
    if try ranks.areSeveral || !LooseShard.all(in: out).isEmpty {
      let divided = DividedFields(
        ingestion: self, inputs: inputs, fingerprint: fingerprint, writer: writer)
      let outcomes = try divided.make(progress)
      let kept = try outcomes.filter { try tally.take($0.unmarked, warn) }
      try checkNotEmpty(tally, fields: inputs.count)
      if ranks.isFirst { tally.add(duplicates: try divided.number(kept)) }
      ranks.meet()
    } else {
      try makeInOrder(inputs, writer, &tally, progress, warn)
      try checkNotEmpty(tally, fields: inputs.count)
    }
    tally.tellRest(warn)
    return summary(of: tally, fields: inputs.count, since: start)
  }

  /// Makes the cutouts of every field, shows them and lets them go: for what is made of cutouts that are not kept. The folder
  /// holds what is made of each field until all are done.
  ///
  /// - Parameters:
  ///   - purpose: tells what is made from anything else that could be made of the same frames.
  ///   - table: what the table in a field's file is called, which has columns RA, DEC and FLAGS.
  ///   - look: makes a field's file.
  /// - Returns: with the summary the files of the fields in their order, to the first of several processes only.
  public func pass(
    files: [String], for purpose: String, table: String,
    progress: (IngestProgress) -> Void = { _ in },
    warn: (IngestWarning) -> Void = { _ in },
    look: (_ set: CutoutSet, _ file: String) throws -> Void
  ) throws -> (summary: IngestSummary, files: [String]) {
    let start = ContinuousClock.now
    var (inputs, tally) = try begin(files, warn)
    var mark = RunFingerprint()
    mark.mix(try fingerprint(of: inputs))
    mark.mix(purpose)
    if ranks.isFirst {
      try Folder.create(out)
      AtomicFile.removeLeftovers(in: out)
    }
    ranks.meet()
    let writer = ShardWriter(
      settings: settings, provenance: provenance, fingerprint: mark.text, catalog: catalog)
    let passing = PassingFields(
      ingestion: self, inputs: inputs, fingerprint: mark.text, writer: writer)
    let outcomes = try passing.make(progress, look: look)
    let kept = try outcomes.filter { try tally.take($0.unmarked, warn) }
    try checkNotEmpty(tally, fields: inputs.count)
    let done = ranks.isFirst ? try passing.files(kept, table: table) : ([], 0)
    tally.add(duplicates: done.1)
    tally.tellRest(warn)
    return (summary(of: tally, fields: inputs.count, since: start), done.0)
  }

  private func begin(
    _ files: [String], _ warn: (IngestWarning) -> Void
  ) throws -> (inputs: [IngestInput], tally: IngestTally) {
    try settings.check()
    for remark in catalog?.remarks ?? [] { warn(IngestWarning(text: "\(remark)")) }
    var tally = IngestTally(settings, keepsGoing: keepsGoing)
    let inputs = try inputs(files) {
      tally.skip(IngestSummary.SkippedInput(name: $0, reason: $1), warn)
    } tell: {
      warn(IngestWarning(text: $0))
    }
    try UniqueNames.check(inputs)
    if let warning = catalog.flatMap(UniqueNames.warning) { warn(warning) }
    return (inputs, tally)
  }

  private func summary(
    of tally: IngestTally, fields: Int, since start: ContinuousClock.Instant
  ) -> IngestSummary {
    IngestSummary(
      folder: out, fields: fields, fieldsFoundDone: tally.known, counts: tally.counts,
      positionsOutside: catalog.map {
        $0.positions.count - $0.rowsWithoutPosition - tally.catalogRows.count
      }, rowsWithoutPosition: catalog?.rowsWithoutPosition ?? 0, bands: settings.bands,
      size: settings.size, shards: tally.shards,
      seconds: (ContinuousClock.now - start) / .seconds(1),
      skipped: tally.skipped, settings: settings)
  }

  /// One field after the other, each with the files that follow those of the one before.
  private func makeInOrder(
    _ inputs: [IngestInput], _ writer: ShardWriter, _ tally: inout IngestTally,
    _ progress: (IngestProgress) -> Void, _ warn: (IngestWarning) -> Void
  ) throws {
    let finished = try FinishedFields(in: out, fingerprint: writer.fingerprint)
    var making = FieldMaking(self, inputs) { finished.contains($0.id) }
    var earlier = EarlierSources()
    func tell(_ field: String, _ done: Int) {
      progress(
        IngestProgress(field: field, fieldsDone: done, fields: inputs.count, counts: tally.counts))
    }
    tell("", 0)
    for (index, input) in inputs.enumerated() {
      if let known = finished[input.id, tally.shards] {
        _ = try tally.take(FieldOutcome(index, input.id, known), warn)
        if input.isFirst { earlier.add(known.positions) }
      } else {
        var outcome = FieldOutcome(index, input.id)
        var content: ShardContent?
        do {
          let made = try making.content(at: index, earlier: earlier, &outcome)
          outcome.made(made, parts: writer.parts(made.records.count))
          content = made
        } catch {
          guard keepsGoing else {
            tally.tellFiles(of: outcome, warn)
            throw error
          }
          outcome.failure = "\(error)"
        }
        let first = tally.shards
        if try tally.take(outcome, warn), let content {
          try writer.write(content) { CutoutShard.path(first + $0, in: out) }
          if input.marksDuplicates {
            earlier.add(content.records.map { SkyPosition(ra: $0.ra, dec: $0.dec) })
          }
        }
      }
      tell(input.id, index + 1)
    }
  }

  /// A set that cannot be written ends the run whatever is tolerated of the frames.
  struct CannotWrite: Error {
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
}
