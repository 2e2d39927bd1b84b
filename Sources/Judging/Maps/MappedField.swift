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

  package init(
    path: String, id: String, classes: [String], values: [UInt8], numbers: [Int32],
    segments: [Int32: Segment], grid: LabelMap.Grid
  ) {
    (self.path, self.id, self.classes) = (path, id, classes)
    (self.values, self.numbers, self.segments, self.grid) = (values, numbers, segments, grid)
  }

  /// - Parameter band: whose light magnitudes are of.
  package init(reading path: String, band: String = "r") throws {
    let map = try StoredMap(reading: path, "cannot judge \(path)")
    let light = map.table[MapName.flux(band)]?.doubles
    var segments: [Int32: Segment] = [:]
    for (row, source) in map.sources.enumerated() {
      let flux = light?[row] ?? .nan
      segments[source.number] = Segment(
        sourceClass: source.sourceClass, magnitude: flux > 0 ? 22.5 - 2.5 * log10(flux) : .nan)
    }
    self.init(
      path: path, id: map.id, classes: map.classes, values: map.values, numbers: map.numbers,
      segments: segments,
      grid: LabelMap.Grid(
        name: "field \(map.id)", width: map.width, height: map.height, wcs: map.wcs))
  }
}
