internal import Frames

/// One band in units of its noise, and how it lies to the reference band.
struct BandLayer: Sendable {
  /// The band's pixels less its sky, `[y, x]` row by row.
  let light: [Float]
  private let width: Int
  private let height: Int
  private let scale: Float
  /// nil is pixel on pixel.
  private let map: PixelMap?

  init(_ frame: Frame, on reference: Frame, name: String) throws {
    (width, height) = (frame.plane.width, frame.plane.height)
    light = try frame.background.subtracted(from: frame.plane, name: name)
    scale = 1 / frame.background.noise
    map = frame.band == reference.band ? nil : try PixelMap(of: reference, to: frame)
  }

  /// Adds what the band shows of a row of the reference band, bilinear between its own pixels, and 1
  /// to the count of every pixel that it shows.
  func add(
    row y: Int, to sums: UnsafeMutableBufferPointer<Float>,
    counts: UnsafeMutableBufferPointer<Float>
  ) {
    light.withUnsafeBufferPointer { light in
      let row = Row(
        light: light, width: width, height: height, scale: scale, sums: sums, counts: counts)
      guard let map else {
        for x in 0..<width { row.add(light[y * width + x], at: x) }
        return
      }
      map.forEachSpan(ofRow: y, width: sums.count) { span in
        if let block = span.block(.down, within: (width, height), border: 1) {
          row.add(span, at: block)
        } else {
          for x in span.pixels { row.add(span.place(x), at: x) }
        }
      }
    }
  }

  /// What is added to, and what from.
  private struct Row {
    let light: UnsafeBufferPointer<Float>
    let width, height: Int
    let scale: Float
    let sums, counts: UnsafeMutableBufferPointer<Float>

    @inline(__always)
    func add(_ value: Float, at x: Int) {
      sums[x] += value.isFinite ? value * scale : 0
      counts[x] += value.isFinite ? 1 : 0
    }

    /// The light at any place of the band.
    func add(_ place: SIMD2<Float>, at x: Int) {
      // Comparisons with what is not finite are false.
      guard place.x >= 0, place.y >= 0, place.x < Float(width - 1), place.y < Float(height - 1)
      else { return }
      add(place, between: Int(place.x), Int(place.y), at: x)  // bounded above
    }

    /// The same for a span whose pixels lie side by side in the band, the first one right above
    /// `block`: without questions that the compiler cannot ask of many pixels at once.
    func add(_ span: PixelMap.Span, at block: (x: Int, y: Int)) {
      for x in span.pixels {
        add(span.place(x), between: block.x + x - span.pixels.lowerBound, block.y, at: x)
      }
    }

    /// Bilinear between a pixel of the band, the one at its right and the two above.
    @inline(__always)
    private func add(_ place: SIMD2<Float>, between column: Int, _ line: Int, at x: Int) {
      let (tx, ty) = (place.x - Float(column), place.y - Float(line))
      let corner = line * width + column
      let low = light[corner] * (1 - tx) + light[corner + 1] * tx
      let high = light[corner + width] * (1 - tx) + light[corner + width + 1] * tx
      add(low * (1 - ty) + high * ty, at: x)
    }
  }
}
