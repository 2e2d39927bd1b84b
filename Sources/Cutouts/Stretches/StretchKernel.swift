internal import Tensors

/// A stretch made ready to run: tables computed once, loops over raw memory.
struct StretchKernel: Sendable {
  private let stretch: Stretch
  /// The apodising factor of every row or column; their product is that of a pixel.
  private let taper: [Float]

  init(_ stretch: Stretch) {
    self.stretch = stretch
    taper = stretch.taper
  }

  /// Stretches one cutout.
  ///
  /// - Parameters:
  ///   - pixels: `[band, y, x]` big-endian floats, as FITS stores them.
  ///   - noise: of every band; where it is not positive the stretch's typical noise is used.
  ///   - output: `[y, x, band]`, `size × size × bands` values.
  func apply(
    _ pixels: UnsafeRawBufferPointer, noise: [Float], sky: [Float],
    to output: UnsafeMutableBufferPointer<Float>
  ) {
    let (size, cutoutSize, bands) = (stretch.size, stretch.cutoutSize, stretch.bands.count)
    precondition(stretch.kind != .matched, "MatchedKernel computes the matched stretch")
    precondition(pixels.count == 4 * bands * cutoutSize * cutoutSize, "a cutout of this stretch")
    precondition(output.count == bands * size * size, "room for one stretched cutout")
    guard let source = pixels.baseAddress, let target = output.baseAddress else { return }
    let margin = (cutoutSize - size) / 2
    for band in 0..<bands {
      let known = noise[band] > 0 && noise[band].isFinite
      let sigma = known ? noise[band] : stretch.typicalNoise[band]
      let level = sky[band].isFinite ? sky[band] : 0
      let first = source + 4 * ((band * cutoutSize + margin) * cutoutSize + margin)
      let factor: Float =
        switch stretch.kind {
        case .asinh: 1 / (stretch.softening * sigma)
        case .linear: 1 / sigma
        case .peak, .matched: 1 / max(peak(first) - level, 5 * sigma)
        }
      run(first, to: target + band, level: level, factor: factor)
    }
  }

  /// One band, row by row: from `source` to every `bands`-th value from `target` on.
  private func run(
    _ source: UnsafeRawPointer, to target: UnsafeMutablePointer<Float>, level: Float, factor: Float
  ) {
    let (size, bands) = (stretch.size, stretch.bands.count)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { row in
      taper.withUnsafeBufferPointer { taper in
        for y in 0..<size {
          let line = UnsafeRawBufferPointer(
            start: source + 4 * y * stretch.cutoutSize, count: 4 * size)
          Arrays.decode(bigEndian: line, into: row)
          bend(row, level: level, factor: factor)
          let pixels = target + y * size * bands
          let rowTaper = taper[y]
          for x in 0..<size { pixels[x * bands] = row[x] * (taper[x] * rowTaper) }
        }
      }
    }
  }

  /// The stretch's curve over a row of pixels, in place.
  @inline(__always)
  private func bend(_ row: UnsafeMutableBufferPointer<Float>, level: Float, factor: Float) {
    switch stretch.kind {
    case .asinh:
      Arrays.asinhStretch(
        UnsafeBufferPointer(row), scale: factor, shift: -level * factor, factor: 1 / 3, into: row)
    case .linear:
      for x in row.indices { row[x] = (row[x] - level) * factor }
    case .peak, .matched:
      for x in row.indices {
        let value = (row[x] - level) * factor
        row[x] = value < -1 ? -1 : value > 1.5 ? 1.5 : value
      }
    }
  }

  /// The highest pixel of the central 4×4 of the cropped square that begins at `first`.
  private func peak(_ first: UnsafeRawPointer) -> Float {
    let start = stretch.size / 2 - 2
    var highest = -Float.infinity
    for y in start..<start + 4 {
      for x in start..<start + 4 {
        highest = max(highest, Float(bigEndian: first + 4 * (y * stretch.cutoutSize + x)))
      }
    }
    return highest
  }
}

extension Float {
  /// A float as FITS stores it, at any address.
  @inline(__always)
  fileprivate init(bigEndian address: UnsafeRawPointer) {
    self.init(bitPattern: UInt32(bigEndian: address.loadUnaligned(as: UInt32.self)))
  }
}
