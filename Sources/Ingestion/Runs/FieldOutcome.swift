internal import Cutouts
internal import FITS
internal import Frames

/// What became of a field: all that the whole set's summary, warnings and numbers of files need of it.
struct FieldOutcome: Codable, Sendable {
  struct Remark: Codable, Sendable {
    let band: String
    let remark: FrameRemark
  }

  /// Its number among the inputs.
  let input: Int
  let id: String
  /// Whether an earlier run of the same command had finished it.
  private(set) var isKnown = false
  private(set) var counts = IngestCounts()
  /// How many files it has.
  private(set) var parts = 0
  /// The rows of the catalog that lie in it.
  private(set) var catalogRows: [Int] = []
  /// Files of it that were left out, and why.
  private(set) var unreadable: [IngestSummary.SkippedInput] = []
  /// What is not as it should be about its files.
  private(set) var fileRemarks: [String] = []
  private(set) var warnings: [String] = []
  private(set) var remarks: [Remark] = []
  /// Arcseconds a pixel; nil where it is not known.
  private(set) var pixelScale: Double?
  /// The width of a point in pixels; nil where it is not known.
  private(set) var width: Double?
  /// Why it is not in the set.
  var failure: String?

  init(_ input: Int, _ id: String) { (self.input, self.id) = (input, id) }

  /// One that was finished before.
  init(_ input: Int, _ id: String, _ finished: FinishedField) {
    self.init(input, id)
    isKnown = true
    (counts, parts, catalogRows) = (finished.counts, finished.parts, finished.catalogRows)
    pixelScale = finished.pixelScale
  }

  /// The same, found finished.
  var again: FieldOutcome {
    var outcome = self
    outcome.isKnown = true
    return outcome
  }

  /// Without what depends on the fields before it.
  var unmarked: FieldOutcome {
    var outcome = self
    outcome.counts.duplicates = 0
    return outcome
  }

  mutating func read(_ field: LoadedField) {
    unreadable = field.unreadable.map {
      IngestSummary.SkippedInput(name: $0.path, reason: $0.reason)
    }
    fileRemarks = field.remarks.map { "\($0)" }
  }

  /// - Parameter parts: how many files the content takes.
  mutating func made(_ content: ShardContent, parts: Int) {
    (counts, self.parts) = (content.counts, parts)
    catalogRows =
      content.records.compactMap(\.catalogRow) + content.dropped.compactMap(\.catalogRow)
    warnings = content.warnings.map(\.text)
    remarks = content.remarks.map { Remark(band: $0.band, remark: $0.remark) }
    (pixelScale, width) = (content.pixelScale, content.width)
  }
}
