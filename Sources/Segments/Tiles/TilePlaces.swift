package import Sky
package import Tensors

/// Where tiles of a field with something in them lie: chosen by a seed from the pixels alone, so that no label has
/// a part in it.
///
/// A tile is laid around a random bright peak of the reference band (the highest of 7×7 pixels, above 5 times the
/// noise: stars, galaxies and cosmic rays alike), at a random place within it. No two tiles of a field are
/// nearer than half a side along both axes.
package struct TilePlaces: Sendable {
  package struct Place: Sendable, Equatable, Hashable {
    /// The first pixel, from 0.
    package let x, y: Int
  }

  package let places: [Place]

  /// - Parameters:
  ///   - count: how many; the first of them are those of a smaller count.
  ///   - random: numbers of this field's own.
  ///   - isUsable: whether a place may be taken.
  package init(
    in image: FieldImage, count: Int, side: Int, random: inout RandomNumbers,
    isUsable: (Place) -> Bool = { _ in true }
  ) throws(SurveyError) {
    guard image.width >= side, image.height >= side else {
      throw SurveyError(
        "cannot take tiles of \(side)×\(side) pixels from \(image.name), which has "
          + "\(image.width)×\(image.height); choose a smaller side or other frames")
    }
    let peaks = Self.peaks(of: image)
    var places: [Place] = []
    var tries = 0
    while places.count < count, tries < 200 * count + 2000 {
      tries += 1
      let (left, low) = (image.width - side, image.height - side)
      let place: Place
      if peaks.isEmpty {
        place = Place(x: random.integer(below: left + 1), y: random.integer(below: low + 1))
      } else {
        let peak = peaks[random.integer(below: peaks.count)]
        place = Place(
          x: min(left, max(0, peak.x - random.integer(below: side))),
          y: min(low, max(0, peak.y - random.integer(below: side))))
      }
      let isApart = places.allSatisfy {
        2 * abs($0.x - place.x) >= side || 2 * abs($0.y - place.y) >= side
      }
      guard isApart, isUsable(place) else { continue }
      places.append(place)
    }
    guard places.count == count else {
      throw SurveyError(
        "cannot take \(count) tiles of \(side)×\(side) pixels from \(image.name): only \(places.count) fit "
          + "that are labelled and lie apart; ask for fewer or give more fields")
    }
    self.places = places
  }

  /// The bright peaks of the reference band, row by row.
  private static func peaks(of image: FieldImage) -> [(x: Int, y: Int)] {
    let (width, height) = (image.width, image.height)
    let pixels = image.reference.plane.pixels
    let background = image.reference.background
    let limit = background.level + 5 * background.noise
    var peaks: [(x: Int, y: Int)] = []
    for y in 0..<height {
      for x in 0..<width where pixels[y * width + x] > limit {
        let own = pixels[y * width + x]
        let isHighest = (max(0, y - 3)...min(height - 1, y + 3)).allSatisfy { row in
          (max(0, x - 3)...min(width - 1, x + 3)).allSatisfy { column in
            let other = pixels[row * width + column]
            return !(other > own) && (other != own || (row, column) >= (y, x))
          }
        }
        if isHighest { peaks.append((x, y)) }
      }
    }
    return peaks
  }
}
