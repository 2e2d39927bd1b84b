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
      case .peak:
        run(line) {
          $0.clamped(
            lowerBound: SIMD8(repeating: -1), upperBound: SIMD8(repeating: 1.5))
        }
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

  @inline(__always)
  private func run(_ line: Line, _ curve: (SIMD8<Float>) -> SIMD8<Float>) {
    let (size, width, bands) = (stretch.size, stretch.cutoutSize, stretch.bands.count)
    let whole = size / 8 * 8
    taper.withUnsafeBufferPointer { taper in
      for y in 0..<size {
        let row = line.source + 4 * y * width
        let out = line.target + y * size * bands
        let rowTaper = taper[y]
        var x = 0
        while x < whole {
          let values = (SIMD8(bigEndian: row + 4 * x) - line.level) * line.factor
          let weights = UnsafeRawPointer(taper.baseAddress! + x)
            .loadUnaligned(as: SIMD8<Float>.self)
          let result = curve(values) * (weights * rowTaper)
          let pixel = out + x * bands
          for lane in 0..<8 { pixel[lane * bands] = result[lane] }
          x += 8
        }
        while x < size {
          let bits = (row + 4 * x).loadUnaligned(as: UInt32.self)
          let value = (Float(bitPattern: UInt32(bigEndian: bits)) - line.level) * line.factor
          out[x * bands] = curve(SIMD8(repeating: value))[0] * (taper[x] * rowTaper)
          x += 1
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
        let bits = (first + 4 * (y * stretch.cutoutSize + x)).loadUnaligned(as: UInt32.self)
        highest = max(highest, Float(bitPattern: UInt32(bigEndian: bits)))
      }
    }
    return highest
  }
}

extension SIMD8<Float> {
  /// Eight big-endian floats at any address.
  @inline(__always)
  fileprivate init(bigEndian address: UnsafeRawPointer) {
    let bits = address.loadUnaligned(as: SIMD8<UInt32>.self)
    let low = SIMD8<UInt32>(repeating: 0x00FF_00FF)
    let halves = ((bits &>> 8) & low) | ((bits & low) &<< 8)
    let swapped = (halves &>> 16) | (halves &<< 16)
    self = unsafeBitCast(UInt32(1).bigEndian == 1 ? bits : swapped, to: SIMD8<Float>.self)
  }
}
