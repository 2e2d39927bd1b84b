internal import FITS
internal import Foundation
package import Labels
internal import Segments
internal import Sky

/// What `segment` said of a field.
package struct MappedField: Sendable {
  package struct Segment: Sendable {
    package var sourceClass: String
    /// By its light in the reference band; NaN where it has none.
    package var magnitude: Double
  }

  package let path: String
  package let id: String
  package let classes: [String]
  /// `[y, x]`
  package let values: [UInt8]
  package let numbers: [Int32]
  package let segments: [Int32: Segment]
  package let grid: LabelMap.Grid

  /// - Parameter band: whose light magnitudes are of.
  package init(reading path: String, band: String = "r") throws {
    let doing = "cannot judge \(path)"
    let file = try FITSFile(reading: path)
    typealias Unit = SegmentedField.Unit
    let unit = try file.unit(named: Unit.classes)
    let header = try file.header(of: unit)
    let image = try file.image(of: unit)
    let numbered = try file.image(of: file.unit(named: Unit.segments))
    let table = try file.table(of: file.unit(named: Unit.table))
    guard image.shape.count == 2, numbered.shape == image.shape,
      let id = header.string(MapName.field), let names = header.string(MapName.classes),
      let own = table[MapName.number]?.ints, let classes = table[MapName.sourceClass]?.strings
    else {
      throw SurveyError("\(doing): it is no map of galaxy-aep segment; make it again")
    }
    let light = table[MapName.flux(band)]?.doubles
    (self.path, self.id) = (path, id)
    self.classes = names.split(separator: ",").map(String.init)
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
    var segments: [Int32: Segment] = [:]
    for row in own.indices {
      let flux = light?[row] ?? .nan
      segments[Int32(clamping: own[row])] = Segment(
        sourceClass: classes[row], magnitude: flux > 0 ? 22.5 - 2.5 * log10(flux) : .nan)
    }
    self.segments = segments
    grid = LabelMap.Grid(
      name: "field \(id)", width: image.shape[1], height: image.shape[0],
      wcs: try WCS(header: header))
  }
}
