package import Cutouts
package import Frames
internal import Planes
internal import Sky
internal import Sources
internal import Tensors

/// A whole field as a network sees it: every band laid on the pixels of the reference band and stretched.
///
/// A pixel of another band is the one that lies nearest by both frames' world coordinates, as in cutouts, whose
/// bands are shifted by whole pixels: noise stays as it is. What a band does not show is sky, 0.
package struct FieldImage: Sendable {
  package let field: Field
  package let reference: Frame
  /// How a network sees the pixels; nil where none is to.
  package let stretch: Stretch?
  /// For every band where the reference band's pixels lie in it; nil: pixel on pixel.
  private let maps: [PixelMap?]

  package var width: Int { reference.plane.width }
  package var height: Int { reference.plane.height }
  package var bands: Int { field.frames.count }
  /// "band r of field 003918-3-0213"
  package var name: String { "band \(reference.band) of field \(field.id)" }

  /// - Parameter reference: the band whose pixels everything is laid on.
  package init(_ field: Field, stretch: Stretch?, reference band: String) throws {
    guard let reference = field.frames.first(where: { $0.band == band }) else {
      throw SurveyError("field \(field.id) has no frame of band \(band); add it")
    }
    let scale = stretch?.pixelScale ?? reference.wcs.pixelScale
    for frame in field.frames where abs(frame.wcs.pixelScale - scale) > 0.02 * scale {
      throw SurveyError(
        "the pixels of all bands must be \(scale) arcseconds wide, as the model or the reference band "
          + "has them, but those of band \(frame.band) of field \(field.id) are "
          + "\(frame.wcs.pixelScale); resample the frames, or train another model")
    }
    (self.field, self.reference, self.stretch) = (field, reference, stretch)
    maps = try field.frames.map { frame in
      frame.band == band ? nil : try PixelMap(of: reference, to: frame)
    }
  }

  /// The pixels of some rows, `[y, x, band]`, stretched; rows beyond the frame are sky.
  ///
  /// - Precondition: there is a stretch.
  package func strip(_ rows: Range<Int>) -> [Float] {
    guard let stretch else { preconditionFailure("a strip is stretched") }
    let (width, bands) = (width, bands)
    return [Float](unsafeUninitializedCapacity: rows.count * width * bands) { strip, count in
      strip.initialize(repeating: 0)
      count = rows.count * width * bands
      withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { row in
        for y in rows.clamped(to: 0..<height) {
          let line = (y - rows.lowerBound) * width
          for band in 0..<bands {
            light(ofRow: y, band: band, into: row)
            let background = field.frames[band].background
            stretch.apply(toRow: row, noise: background.noise, sky: background.level)
            for x in 0..<width { strip[(line + x) * bands + band] = row[x] }
          }
        }
      }
    }
  }

  /// Copies the square of a strip that begins at column `left` to `tile`, `[y, x, band]`; where it lies beyond the
  /// field nothing is written.
  package func cut(
    _ strip: [Float], from left: Int, side: Int, into tile: UnsafeMutableBufferPointer<Float>
  ) {
    let range = max(0, left)..<min(width, left + side)
    guard !range.isEmpty else { return }
    for y in 0..<side {
      let from = (y * width + range.lowerBound) * bands
      let to = (y * side + range.lowerBound - left) * bands
      for value in 0..<range.count * bands { tile[to + value] = strip[from + value] }
    }
  }

  /// A band's own light, its sky included, at the pixels of a row; NaN where it shows nothing.
  package func light(ofRow y: Int, band: Int, into row: UnsafeMutableBufferPointer<Float>) {
    let plane = field.frames[band].plane
    plane.pixels.withUnsafeBufferPointer { pixels in
      guard let map = maps[band] else {
        for x in 0..<width { row[x] = pixels[y * width + x] }
        return
      }
      map.forEachSpan(ofRow: y, width: width) { span in
        if let block = span.block(.toNearestOrAwayFromZero, within: (plane.width, plane.height)) {
          let start = block.y * plane.width + block.x - span.pixels.lowerBound
          for x in span.pixels { row[x] = pixels[start + x] }
          return
        }
        for x in span.pixels {
          let place = span.place(x).rounded(.toNearestOrAwayFromZero)
          guard place.x >= 0, place.y >= 0, place.x < Float(plane.width),
            place.y < Float(plane.height)
          else {
            row[x] = .nan
            continue
          }
          row[x] = pixels[Int(place.y) * plane.width + Int(place.x)]  // bounded above
        }
      }
    }
  }
}
