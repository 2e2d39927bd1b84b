internal import FITS
internal import Files
package import Labels
internal import Segments
package import Sky

/// What is truly in every pixel of a field: classes, sources and their magnitudes, as `simulate --truth-maps` writes.
package struct TrueField: Sendable {
  /// A source that owns pixels.
  package struct Source: Sendable {
    package var sourceClass: String
    package var magnitude: Double
    package var position: SkyPosition
    package var area: Int
  }

  package let path: String
  package let map: LabelMap
  /// `[y, x]`: the number of a source; 0: none. Empty where the file has none.
  package let segments: [Int32]
  /// By their numbers.
  package let sources: [Int32: Source]

  package init(reading path: String, on grid: LabelMap.Grid) throws {
    self.path = path
    map = try LabelMap(reading: path, on: grid)
    let file = try FITSFile(reading: path)
    guard let unit = try? file.unit(named: "SEGMENTS"), let table = try? file.unit(named: "SOURCES")
    else {
      (segments, sources) = ([], [:])
      return
    }
    let doing = "cannot judge by \(path)"
    let image = try file.plane(of: unit, decoder: TileDecoder())
    guard image.shape == [grid.height, grid.width] else {
      throw SurveyError("\(doing): its SEGMENTS have another size than its CLASS; make it again")
    }
    segments = try image.pixels.map { pixel throws(SurveyError) in
      guard let number = Int32(exactly: pixel), number >= 0 else {
        throw SurveyError("\(doing): its SEGMENTS hold \(pixel), which is no source's number")
      }
      return number
    }
    let rows = try file.table(of: table)
    guard let numbers = rows[MapName.number]?.ints,
      let classes = rows[MapName.sourceClass]?.strings,
      let magnitudes = rows[MapName.magnitude]?.doubles, let ra = rows[MapName.ra]?.doubles,
      let dec = rows[MapName.dec]?.doubles
    else {
      throw SurveyError(
        "\(doing): its table SOURCES lacks one of NUMBER, CLASS, MAG, RA, DEC; make it again")
    }
    var areas: [Int32: Int] = [:]
    for (place, number) in segments.enumerated()
    where number > 0 && map.values[place] != LabelMap.none { areas[number, default: 0] += 1 }
    var sources: [Int32: Source] = [:]
    for row in numbers.indices {
      guard let number = Int32(exactly: numbers[row]) else { continue }
      sources[number] = Source(
        sourceClass: classes[row], magnitude: magnitudes[row],
        position: SkyPosition(ra: ra[row], dec: dec[row]), area: areas[number] ?? 0)
    }
    self.sources = sources
  }
}
