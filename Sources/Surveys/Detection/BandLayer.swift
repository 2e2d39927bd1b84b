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
      let row = Row(light: light, width: width, scale: scale, sums: sums, counts: counts)
      guard let map else {
        for x in 0..<width { row.add(light[y * width + x], at: x) }
        return
      }
      map.forEachSpan(ofRow: y, width: sums.count) { span in
        if let block = span.block(.down, within: (width, height), border: 1) {
          row.add(span, at: block)
        } else {
          for x in span.pixels { row.add(span.place(x), height: height, at: x) }
        }
      }
    }
  }

  /// What is added to, and what from.
  private struct Row {
    let light: UnsafeBufferPointer<Float>
    let width: Int
    let scale: Float
    let sums, counts: UnsafeMutableBufferPointer<Float>

    @inline(__always)
    func add(_ value: Float, at x: Int) {
      guard value.isFinite else { return }
      sums[x] += value * scale
      counts[x] += 1
    }

    /// The light at any place of the band.
    func add(_ place: SIMD2<Float>, height: Int, at x: Int) {
      // Comparisons with what is not finite are false.
      guard place.x >= 0, place.y >= 0, place.x < Float(width - 1), place.y < Float(height - 1)
      else { return }
      let (column, line) = (Int(place.x), Int(place.y))
      let (tx, ty) = (place.x - Float(column), place.y - Float(line))
      let corner = line * width + column
      let low = light[corner] * (1 - tx) + light[corner + 1] * tx
      let high = light[corner + width] * (1 - tx) + light[corner + width + 1] * tx
      add(low * (1 - ty) + high * ty, at: x)
    }

    /// A span whose pixels lie side by side in the band, the first one right above `block`: eight at
    /// a time, each as the function above has it.
    func add(_ span: PixelMap.Span, at block: (x: Int, y: Int)) {
      let start = span.pixels.lowerBound
      let whole = span.pixels.count / 8 * 8
      let source = UnsafeRawBufferPointer(light)
      let (into, counted) = (
        UnsafeMutableRawBufferPointer(sums), UnsafeMutableRawBufferPointer(counts)
      )
      for offset in stride(from: 0, to: whole, by: 8) {
        let place = span.places(from: start + offset)
        let columns = Float(block.x + offset) + SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7)
        let (tx, ty) = (place.x - columns, place.y - Float(block.y))
        let corner = block.y * width + block.x + offset
        func eight(_ index: Int) -> SIMD8<Float> {
          source.loadUnaligned(fromByteOffset: 4 * index, as: SIMD8<Float>.self)
        }
        let low = eight(corner) * (1 - tx) + eight(corner + 1) * tx
        let high = eight(corner + width) * (1 - tx) + eight(corner + width + 1) * tx
        let value = low * (1 - ty) + high * ty
        let isMissing = (value - value) .!= 0
        let place8 = 4 * (start + offset)
        let (sum, count) = (
          into.loadUnaligned(fromByteOffset: place8, as: SIMD8<Float>.self),
          counted.loadUnaligned(fromByteOffset: place8, as: SIMD8<Float>.self)
        )
        into.storeBytes(
          of: sum + (value * scale).replacing(with: 0, where: isMissing), toByteOffset: place8,
          as: SIMD8<Float>.self)
        counted.storeBytes(
          of: count + SIMD8<Float>(repeating: 1).replacing(with: 0, where: isMissing),
          toByteOffset: place8, as: SIMD8<Float>.self)
      }
      for x in span.pixels.dropFirst(whole) { add(span.place(x), height: .max, at: x) }
    }
  }
}
