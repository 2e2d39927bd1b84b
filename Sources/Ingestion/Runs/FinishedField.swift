internal import Cutouts
internal import FITS
internal import Foundation
internal import Sky

/// A field whose files are there already, as they tell it.
struct FinishedField {
  let counts: IngestCounts
  let parts: Int
  /// The rows of the catalog that lie in the field.
  let catalogRows: [Int]
  /// Where its cutouts lie on the sky.
  let positions: [SkyPosition]
  let pixelScale: Double?

  /// Nil where the first file does not say how many there are.
  init?(_ files: [FinishedFile]) {
    typealias Key = CutoutShard.Key
    guard let header = files.last?.header, let parts = header.int(Key.parts), parts == files.count
    else { return nil }
    var counts = IngestCounts()
    counts.found = header.int(Key.found) ?? 0
    counts.kept = header.int(Key.kept) ?? 0
    counts.droppedAtEdge = header.int(Key.droppedEdge) ?? 0
    counts.droppedAsMissing = header.int(Key.droppedMissing) ?? 0
    counts.duplicates = header.int(Key.duplicates) ?? 0
    counts.artificial = header.int(Key.artificial) ?? 0
    counts.injected = header.int(Key.injected) ?? 0
    (self.counts, self.parts) = (counts, parts)
    catalogRows = files.flatMap(\.catalogRows)
    positions = files.flatMap(\.positions)
    pixelScale = header.double(Key.pixelScale)
  }
}

/// One file of a field.
struct FinishedFile {
  let header: Header
  /// The field's name, and of its files which this is, from 1; nil where the file does not say.
  let field: String?
  let part: Int?
  let catalogRows: [Int]
  let positions: [SkyPosition]

  /// The run that wrote a file.
  static func run(of path: String) throws -> String? {
    try FITSFile(reading: path).header(of: 0).string(CutoutShard.Key.run)
  }

  /// Throws where the file is damaged.
  init(reading path: String) throws {
    let file = try FITSFile(reading: path)
    header = try file.header(of: 0)
    try file.requireSound()
    field = header.string(CutoutShard.Key.field)
    part = header.int(CutoutShard.Key.part)
    var (rows, positions) = ([Int](), [SkyPosition]())
    for unit in 1..<file.unitCount where try file.imageShape(of: unit) == nil {
      let table = try file.table(of: unit)
      rows += table[CutoutColumns.catalogRow]?.ints ?? []
      guard try file.header(of: unit).string("EXTNAME") == CutoutColumns.tableName,
        let ra = table["RA"]?.doubles, let dec = table["DEC"]?.doubles
      else { continue }
      positions = zip(ra, dec).map { SkyPosition(ra: $0, dec: $1) }
    }
    (catalogRows, self.positions) = (rows, positions)
  }
}
