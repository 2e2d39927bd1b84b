internal import FITS
internal import Files
internal import Foundation
internal import Sky

extension LabelMap {
  /// The most that the world coordinates of a map may differ from its frame's, in pixels.
  private static let tolerance = 0.2

  /// Checks that a map lies where its frame does; a map that does not tell its place is taken at its word, and
  /// that is remarked on.
  static func place(
    _ header: Header, on grid: Grid, of path: String, _ doing: String
  ) throws -> [FileRemark] {
    guard header.string("CTYPE1") != nil else {
      return [
        FileRemark(
          path: path,
          "no world coordinates; its pixels are taken for those of \(grid.name)")
      ]
    }
    let wcs: WCS
    do throws(FITSError) { wcs = try WCS(header: header) } catch {
      throw SurveyError("\(doing): its world coordinates are not understood: \(error)")
    }
    let (right, top) = (Double(grid.width - 1), Double(grid.height - 1))
    let (x, y) = ([0, right, 0, right, right / 2], [0, 0, top, top, top / 2])
    let sky = try wcs.sky(x: x, y: y)
    let there = try grid.wcs.pixels(ra: sky.map(\.ra), dec: sky.map(\.dec))
    for point in x.indices {
      let off = hypot(there.x[point] - x[point], there.y[point] - y[point])
      guard off <= tolerance else {
        let far = off.isFinite ? String(format: "%.1f", off) + " pixels off" : "elsewhere"
        throw SurveyError(
          "\(doing): its pixel (\(String(format: "%.0f, %.0f", x[point].rounded(.down) + 1, y[point].rounded(.down) + 1))) lies \(far) by its world "
            + "coordinates; give the map of this frame, or take its world coordinates out if they are wrong"
        )
      }
    }
    return []
  }
}
