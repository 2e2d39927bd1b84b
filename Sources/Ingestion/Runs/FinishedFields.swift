internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Sky

/// The fields that an earlier run of the same command finished before it was stopped.
struct FinishedFields {
  struct Finished {
    /// The number of the field's first file, and how many there are.
    let first: Int
    let parts: Int
    let counts: IngestCounts
    /// The rows of the catalog that lie in the field.
    let catalogRows: [Int]
    /// Where its cutouts lie on the sky.
    let positions: [SkyPosition]
  }

  private var fields: [String: Finished] = [:]

  /// Looks into the folder; a set that another run wrote there is an error.
  init(in folder: String, fingerprint: String) throws {
    typealias Key = CutoutShard.Key
    let indices = try Folder.names(in: folder).compactMap(CutoutShard.index(ofFileName:)).sorted()
    var present: [String: [(index: Int, part: Int)]] = [:]
    var heads: [String: (header: Header, rows: [Int], positions: [SkyPosition])] = [:]
    for index in indices {
      let path = CutoutShard.path(index, in: folder)
      let file = try FITSFile(reading: path)
      let header = try file.header(of: 0)
      guard header.string(Key.run) == fingerprint else {
        throw SurveyError(
          "the folder \(folder) holds the cutouts of other frames or settings "
            + "(\(CutoutShard.fileName(index))); choose another with --out or delete that folder")
      }
      // What is damaged is made again.
      guard (try? file.requireSound()) != nil else { continue }
      guard let field = header.string(Key.field), let part = header.int(Key.part) else { continue }
      present[field, default: []].append((index, part))
      var rows: [Int] = []
      var positions: [SkyPosition] = []
      for unit in 1..<file.unitCount where try file.imageShape(of: unit) == nil {
        let table = try file.table(of: unit)
        rows += table[CutoutColumns.catalogRow]?.ints ?? []
        guard try file.header(of: unit).string("EXTNAME") == CutoutColumns.tableName,
          let ra = table["RA"]?.doubles, let dec = table["DEC"]?.doubles
        else { continue }
        positions = zip(ra, dec).map { SkyPosition(ra: $0, dec: $1) }
      }
      let earlier = heads[field]
      heads[field] = (header, (earlier?.rows ?? []) + rows, (earlier?.positions ?? []) + positions)
    }
    for (field, files) in present {
      guard let (header, rows, positions) = heads[field], let parts = header.int(Key.parts),
        let first = files.first?.index, files.count == parts,
        files.enumerated().allSatisfy({ $1.index == first + $0 && $1.part == $0 + 1 })
      else { continue }
      var counts = IngestCounts()
      counts.found = header.int(Key.found) ?? 0
      counts.kept = header.int(Key.kept) ?? 0
      counts.droppedAtEdge = header.int(Key.droppedEdge) ?? 0
      counts.droppedAsMissing = header.int(Key.droppedMissing) ?? 0
      counts.duplicates = header.int(Key.duplicates) ?? 0
      counts.artificial = header.int(Key.artificial) ?? 0
      counts.injected = header.int(Key.injected) ?? 0
      fields[field] = Finished(
        first: first, parts: parts, counts: counts, catalogRows: rows, positions: positions)
    }
  }

  /// The finished field of that name whose first file bears that number.
  subscript(field: String, first: Int) -> Finished? {
    guard let finished = fields[field], finished.first == first else { return nil }
    return finished
  }

  func contains(_ field: String) -> Bool { fields[field] != nil }
}
