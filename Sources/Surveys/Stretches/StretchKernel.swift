internal import Foundation

/// A stretch made ready to run: tables computed once, loops over raw memory.
struct StretchKernel: Sendable {
  private let stretch: Stretch
  /// The apodising factor of every row or column; their product is that of a pixel.
  private let taper: [Float]

  init(_ stretch: Stretch) {
    self.stretch = stretch
    let (centre, sigma) = (Double(stretch.size - 1) / 2, Double(stretch.apodisation))
    taper = (0..<stretch.size).map { index in
      guard sigma > 0 else { return 1 }
      let distance = (Double(index) - centre) / sigma
      return Float(exp(-distance * distance / 2))
    }
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
        case .peak: 1 / max(peak(first) - level, 5 * sigma)
        }
      let line = Line(source: first, target: target + band, level: level, factor: factor)
      switch stretch.kind {
      case .asinh: run(line) { $0.asinhThird }
      case .linear: run(line) { $0 }
      case .peak: run(line) { $0 < -1 ? -1 : $0 > 1.5 ? 1.5 : $0 }
      }
    }
  }

  /// One band on its way: where it begins, where it goes, and what brings it to unit scale.
  private struct Line {
    let source: UnsafeRawPointer
    let target: UnsafeMutablePointer<Float>
    let level: Float
    let factor: Float
  }

  /// Row by row through a scratch row, in loops plain enough to become vector code.
  @inline(__always)
  private func run(_ line: Line, _ curve: (Float) -> Float) {
    let (size, bands) = (stretch.size, stretch.bands.count)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { scratch in
      guard let row = scratch.baseAddress else { return }
      for y in 0..<size {
        let source = line.source + 4 * y * stretch.cutoutSize
        for x in 0..<size {
          let value = Float(bigEndian: source + 4 * x)
          row[x] = curve((value - line.level) * line.factor)
        }
        let target = line.target + y * size * bands
        let rowTaper = taper[y]
        taper.withUnsafeBufferPointer { taper in
          for x in 0..<size { target[x * bands] = row[x] * (taper[x] * rowTaper) }
        }
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
