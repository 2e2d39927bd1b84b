package import Charts
internal import Console
package import Cutouts

/// Which bands of a cutout are shown as red, green and blue.
package enum ColourPlanes {
  /// i, r, g where the set has them, else the first, middle and last of its bands, red first.
  package static func usual(of set: CutoutSet) -> [Int] {
    let wanted = ["i", "r", "g"].compactMap(set.bands.firstIndex(of:))
    let last = set.bands.count - 1
    return wanted.count == 3 ? wanted : [last, last / 2, 0]
  }

  /// The bands named in `text`, separated by commas.
  package static func named(_ text: String, of set: CutoutSet) throws -> [Int] {
    let planes = try text.split(separator: ",").map { name in
      guard let band = set.bands.firstIndex(of: String(name)) else {
        throw CommandFailure(
          "cannot show band \(name): \(set.folder) holds \(set.bands.joined(separator: ","))")
      }
      return band
    }
    guard planes.count == 3 else {
      throw CommandFailure("cannot use --colours \(text): name three bands, red first")
    }
    return planes
  }

  /// One cutout in these colours, its bands laid on each other.
  package static func tile(
    _ index: Int, of set: CutoutSet, planes: [Int], caption: [String] = [], frame: Colour? = nil
  ) -> CutoutMosaic.Cutout {
    let record = set.records[index]
    let (pixels, area) = (set.cutout(index, blank: record.sky), set.size * set.size)
    let colours = planes.map { Array(pixels[$0 * area..<($0 + 1) * area]) }
    let offsets = planes.map {
      (x: Double(record.offsets[2 * $0]), y: Double(record.offsets[2 * $0 + 1]))
    }
    return CutoutMosaic.Cutout(
      red: colours[0], green: colours[1], blue: colours[2], size: set.size, caption: caption,
      frame: frame, offsets: offsets)
  }
}
