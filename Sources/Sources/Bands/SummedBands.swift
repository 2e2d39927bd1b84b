internal import FITS
package import Frames
package import Planes
package import Tensors

/// The light of several bands in one image, so that a source of any colour is found by its signal to
/// noise in all of them.
///
/// Every band less its sky is divided by its noise, laid on the pixels of the reference band by both
/// frames' world coordinates (bilinear), and added; where a band shows nothing, the sum of the others
/// is scaled to the same noise. Missing pixels of the reference band are missing.
package struct SummedBands {
  package let plane: PixelPlane
  /// The reference band's pixels less its sky; nil where it is not one of the bands.
  package let referenceLight: [Float]?

  /// - Parameter name: of the sum, named in errors ("bands g, r and i of field 003918-3-0213").
  package init(_ frames: [Frame], on reference: Frame, name: String, workers: Workers) throws {
    let (width, height) = (reference.plane.width, reference.plane.height)
    let layers = try frames.map { try BandLayer($0, on: reference, name: name) }
    let pixels = [Float](unsafeUninitializedCapacity: width * height) { buffer, count in
      // Every row is written once, by whoever does its piece.
      nonisolated(unsafe) let buffer = buffer
      let pieces = 64
      workers.forEach(pieces) { piece in
        var shown = [Float](repeating: 0, count: width)
        shown.withUnsafeMutableBufferPointer { shown in
          for y in part(piece, of: pieces, count: height) {
            let row = UnsafeMutableBufferPointer(rebasing: buffer[y * width..<(y + 1) * width])
            row.initialize(repeating: 0)
            shown.update(repeating: 0)
            for layer in layers { layer.add(row: y, to: row, counts: shown) }
            for x in 0..<width { row[x] /= shown[x].squareRoot() }
            guard reference.plane.missing != nil else { continue }
            for x in 0..<width where !reference.plane.pixels[y * width + x].isFinite {
              row[x] = .nan
            }
          }
        }
      }
      count = width * height
    }
    plane = PixelPlane(width: width, height: height, pixels: pixels)
    referenceLight = zip(frames, layers).first { $0.0.band == reference.band }?.1.light
  }
}
