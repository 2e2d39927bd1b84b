package import FITS
internal import Sky

/// A map that `segment` wrote, read back.
package struct StoredMap: Sendable {
  package let path: String
  /// The field's name.
  package let id: String
  package let classes: [String]
  package let width, height: Int
  /// `[y, x]`: a place in `classes`; 255: none.
  package let values: [UInt8]
  /// `[y, x]`: the number of the source, from 1; 0: none.
  package let numbers: [Int32]
  /// A row a source: `NUMBER`, `RA`, `DEC`, `CLASS` and what else `segment` measures.
  package let table: Table
  package let wcs: WCS

  /// - Parameters:
  ///   - doing: begins what is said if it cannot be read: "cannot draw maps/segments-1.fits".
  ///   - decoder: unpacks what somebody has compressed since.
  package init(
    reading path: String, _ doing: String, decoder: TileDecoder? = TileDecoder()
  ) throws {
    let file = try FITSFile(reading: path)
    typealias Unit = SegmentedField.Unit
    guard let unit = try? file.unit(named: Unit.classes),
      let segments = try? file.unit(named: Unit.segments),
      let rows = try? file.unit(named: Unit.table)
    else {
      throw SurveyError(
        "\(doing): it has no CLASS, SEGMENTS and SEGMENT; give a map of galaxy-aep segment")
    }
    let header = try file.header(of: unit)
    let image = try file.plane(of: unit, decoder: decoder)
    let numbered = try file.plane(of: segments, decoder: decoder)
    let table = try file.table(of: rows)
    guard numbered.shape == image.shape,
      let id = header.string(MapName.field), let names = header.string(MapName.classes),
      table[MapName.number]?.ints != nil, table[MapName.sourceClass]?.strings != nil
    else {
      throw SurveyError("\(doing): it is no map of galaxy-aep segment; make it again")
    }
    (self.path, self.id, self.table) = (path, id, table)
    classes = names.split(separator: ",").map(String.init)
    (width, height) = (image.shape[1], image.shape[0])
    values = try image.pixels.map { pixel throws(SurveyError) in
      guard let value = UInt8(exactly: pixel) else {
        throw SurveyError("\(doing): its CLASS holds \(pixel); make it again")
      }
      return value
    }
    numbers = try numbered.pixels.map { pixel throws(SurveyError) in
      guard let value = Int32(exactly: pixel) else {
        throw SurveyError("\(doing): its SEGMENTS hold \(pixel); make it again")
      }
      return value
    }
    wcs = try WCS(header: header)
  }

  /// The number and the class of every source.
  package var sources: [(number: Int32, sourceClass: String)] {
    let numbers = table[MapName.number]?.ints ?? []
    let classes = table[MapName.sourceClass]?.strings ?? []
    return zip(numbers, classes).map { (Int32(clamping: $0), $1) }
  }
}
