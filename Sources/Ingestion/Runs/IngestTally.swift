internal import Sky

/// What an ingestion has come to, field by field in their order, and what is told of it on the way.
struct IngestTally {
  let settings: IngestSettings
  let keepsGoing: Bool
  private(set) var counts = IngestCounts()
  /// The files of all fields so far.
  private(set) var shards = 0
  /// Fields that an earlier run had finished.
  private(set) var known = 0
  /// The rows of the catalog that lie in a field.
  private(set) var catalogRows: Set<Int> = []
  private(set) var skipped: [IngestSummary.SkippedInput] = []
  private var hasJudgedSize = false
  private var remarks = RemarkTally()
  private var scale: (field: String, value: Double)?

  init(_ settings: IngestSettings, keepsGoing: Bool) {
    (self.settings, self.keepsGoing) = (settings, keepsGoing)
  }

  mutating func skip(_ input: IngestSummary.SkippedInput, _ warn: (IngestWarning) -> Void) {
    skipped.append(input)
    warn(IngestWarning(text: "skipped \(input.name): \(input.reason)"))
  }

  /// Tells what was seen of a field before its sources were looked for.
  mutating func tellFiles(of field: FieldOutcome, _ warn: (IngestWarning) -> Void) {
    for file in field.unreadable { skip(file, warn) }
    for remark in field.fileRemarks { warn(IngestWarning(text: remark)) }
  }

  /// Takes the next field; false where it is left out.
  mutating func take(
    _ field: FieldOutcome, _ warn: (IngestWarning) -> Void
  ) throws(SurveyError) -> Bool {
    tellFiles(of: field, warn)
    if let failure = field.failure {
      skip(IngestSummary.SkippedInput(name: field.id, reason: failure), warn)
      return false
    }
    do throws(SurveyError) { try checkScale(of: field) } catch {
      guard keepsGoing else { throw error }
      skip(IngestSummary.SkippedInput(name: field.id, reason: "\(error)"), warn)
      return false
    }
    for text in field.warnings { warn(IngestWarning(text: text)) }
    for text in remarks.add(field.remarks.map { ($0.band, $0.remark) }, field: field.id) {
      warn(IngestWarning(text: text))
    }
    // One field tells; the others are much like it.
    if !hasJudgedSize, let width = field.width {
      hasJudgedSize = true
      CutoutSize.warning(size: settings.size, width: width, field: field.id).map(warn)
    }
    counts += field.counts
    catalogRows.formUnion(field.catalogRows)
    shards += field.parts
    if field.isKnown { known += 1 }
    return true
  }

  /// Sources that an earlier field has too, where they are told apart at the end.
  mutating func add(duplicates: Int) { counts.duplicates += duplicates }

  /// Tells how often what was remarked came again.
  func tellRest(_ warn: (IngestWarning) -> Void) {
    for text in remarks.rest { warn(IngestWarning(text: text)) }
  }

  /// All fields of a set have one pixel scale.
  private mutating func checkScale(of field: FieldOutcome) throws(SurveyError) {
    guard let value = field.pixelScale else { return }
    guard let first = scale else {
      scale = (field.id, value)
      return
    }
    guard abs(value - first.value) <= 0.02 * first.value else {
      throw SurveyError(
        "field \(field.id) has pixels of \(value) arcseconds, field \(first.field) "
          + "of \(first.value); ingest them into sets of their own, or name one scale for all with "
          + "--pixel-scale")
    }
  }
}
