internal import Cutouts
internal import Foundation
internal import Frames
internal import Planes
internal import Sources

/// How far a band's light lies from where its world coordinates place it, measured on bright
/// sources against the reference band.
struct BandOffset: Sendable, Equatable {
  let band: String
  /// The median displacement, in pixels of the band.
  let dx, dy: Double
  /// How many sources say so.
  let sources: Int

  /// More than half a pixel.
  var isSerious: Bool { hypot(dx, dy) > 0.5 }

  func warning(field: String) -> String {
    let length = String(format: "%.2f", hypot(dx, dy))
    let parts = String(format: "%+.2f, %+.2f", dx, dy)
    return "band \(band) of field \(field) lies \(length) pixels (\(parts)) from where its world "
      + "coordinates place it, as \(sources) bright sources tell; its cutouts are flagged "
      + "(FLAGS \(CutoutFlags.bandsDisplaced.rawValue))"
  }

  /// One for every band; nil where fewer than five sources are bright enough to tell.
  ///
  /// - Parameter width: of a point in the reference band, in pixels; nil for SDSS's usual one.
  static func measure(
    _ records: [CutoutRecord], _ field: Field, _ reference: Frame, width: Double?
  ) -> [BandOffset?] {
    guard let home = field.frames.firstIndex(where: { $0.band == reference.band }) else {
      return []
    }
    // Wider points need more light for the same certainty, and a wider window.
    let scale = (width ?? PointWidth.usual) / PointWidth.usual
    let brightness = Self.brightness * Float(scale)
    let spoiled: CutoutFlags = [.truncated, .saturated, .blended, .degenerate]
    let bright = records.filter { record in
      record.flags.isDisjoint(with: spoiled)
        && record.flux[home] > brightness * field.frames[home].background.noise
    }
    .sorted { ($0.flux[home], $0.id) > ($1.flux[home], $1.id) }.prefix(most)
    let ra = bright.map(\.ra)
    let dec = bright.map(\.dec)
    let own = bright.map {
      Centroid.windowed(
        x: $0.x, y: $0.y, in: reference.plane, sky: reference.background.level,
        sigma: 2 * scale, reach: 3 * scale)
    }
    return field.frames.enumerated().map { index, frame in
      guard index != home, let pixels = try? frame.wcs.pixels(ra: ra, dec: dec) else { return nil }
      var (dx, dy): ([Double], [Double]) = ([], [])
      for (place, record) in bright.enumerated() {
        guard record.flux[index] > brightness * frame.background.noise, let own = own[place],
          let centre = Centroid.windowed(
            x: pixels.x[place], y: pixels.y[place], in: frame.plane, sky: frame.background.level,
            sigma: 2 * scale, reach: 3 * scale)
        else { continue }
        dx.append(centre.x - pixels.x[place] - (own.x - record.x))
        dy.append(centre.y - pixels.y[place] - (own.y - record.y))
      }
      guard dx.count >= fewest else { return nil }
      return BandOffset(
        band: frame.band, dx: upperMedian(dx), dy: upperMedian(dy), sources: dx.count)
    }
  }

  /// The flux, in standard deviations of a sky pixel, that makes a centre sure to a twentieth of a
  /// pixel where points are as wide as SDSS's.
  private static let brightness: Float = 150
  private static let most = 100
  private static let fewest = 5
}
