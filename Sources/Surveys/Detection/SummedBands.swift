internal import FITS
package import Tensors

/// The light of several bands in one image, so that a source of any colour is found by its signal to
/// noise in all of them.
///
/// Every band less its sky is divided by its noise, laid on the pixels of the reference band by both
/// frames' world coordinates (bilinear), and added; where a band shows nothing, the sum of the others
/// is scaled to the same noise. Missing pixels of the reference band are missing.
package struct SummedBands {
  package let plane: PixelPlane

  /// - Parameter name: of the sum, named in errors ("bands g, r and i of field 003918-3-0213").
  package init(_ frames: [Frame], on reference: Frame, name: String, workers: Workers) throws {
    let (width, height) = (reference.plane.width, reference.plane.height)
    let layers = try frames.map { try Layer($0, on: reference, name: name) }
    let pixels = [Float](unsafeUninitializedCapacity: width * height) { buffer, count in
      // Every row is written once, by whoever does its piece.
      nonisolated(unsafe) let buffer = buffer
      let pieces = 64
      workers.forEach(pieces) { piece in
        var shown = [Float](repeating: 0, count: width)
        for y in part(piece, of: pieces, count: height) {
          let row = UnsafeMutableBufferPointer(rebasing: buffer[y * width..<(y + 1) * width])
          row.initialize(repeating: 0)
          for x in 0..<width { shown[x] = 0 }
          for layer in layers { layer.add(row: y, to: row, counts: &shown) }
          for x in 0..<width { row[x] /= shown[x].squareRoot() }
          reference.plane.pixels.withUnsafeBufferPointer { own in
            for x in 0..<width where !own[y * width + x].isFinite { row[x] = .nan }
          }
        }
      }
      count = width * height
    }
    plane = PixelPlane(width: width, height: height, pixels: pixels)
  }

  /// One band in units of its noise, and how it lies to the reference band; nil is pixel on pixel.
  private struct Layer: Sendable {
    let width: Int
    let height: Int
    let pixels: [Float]
    let scale: Float
    let map: PixelMap?

    init(_ frame: Frame, on reference: Frame, name: String) throws {
      (width, height) = (frame.plane.width, frame.plane.height)
      pixels = try frame.background.subtracted(from: frame.plane, name: name)
      scale = 1 / frame.background.noise
      map = frame.band == reference.band ? nil : try PixelMap(of: reference, to: frame)
    }

    /// Adds what the band shows of a row of the reference band, and 1 to the count of every pixel
    /// that it shows.
    func add(
      row y: Int, to sums: UnsafeMutableBufferPointer<Float>, counts: inout [Float]
    ) {
      pixels.withUnsafeBufferPointer { pixels in
        counts.withUnsafeMutableBufferPointer { counts in
          func add(_ value: Float, at x: Int) {
            guard value.isFinite else { return }
            sums[x] += value * scale
            counts[x] += 1
          }
          guard let map else {
            for x in 0..<width { add(pixels[y * width + x], at: x) }
            return
          }
          let last = SIMD2(Float(width - 1), Float(height - 1))
          map.forEachPixel(ofRow: y, width: sums.count) { x, place in
            // Comparisons with what is not finite are false.
            guard place.x >= 0, place.y >= 0, place.x < last.x, place.y < last.y else { return }
            let (column, line) = (Int(place.x), Int(place.y))
            let (tx, ty) = (place.x - Float(column), place.y - Float(line))
            let corner = line * width + column
            let low = pixels[corner] * (1 - tx) + pixels[corner + 1] * tx
            let high = pixels[corner + width] * (1 - tx) + pixels[corner + width + 1] * tx
            add(low * (1 - ty) + high * ty, at: x)
          }
        }
      }
    }
  }
}
