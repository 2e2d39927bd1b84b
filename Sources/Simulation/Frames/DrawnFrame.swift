internal import Foundation

/// What is wrong with a pixel.
package struct PixelMarks: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Nothing was seen there.
  package static let missing = PixelMarks(rawValue: 1)
  /// As full as a pixel can be.
  package static let saturated = PixelMarks(rawValue: 2)
  package static let cosmicRay = PixelMarks(rawValue: 4)
  /// On the trail of a satellite.
  package static let trail = PixelMarks(rawValue: 8)
}

/// One band's picture as the telescope gave it, in nanomaggies, with what is wrong with it: what every
/// survey's files are made of.
package struct DrawnFrame: Sendable {
  package let frame: SimulatedFrame
  /// Row-major [height, width], sky taken off; NaN where nothing was seen.
  package let pixels: [Float]
  /// The sources alone.
  package let light: [Float]
  package let marks: [PixelMarks]

  /// What a telescope without noise or defects would have seen: the sources' light through the same point
  /// spread, on the same pixels.
  package var noiseFree: DrawnFrame {
    DrawnFrame(
      frame: frame, pixels: light, light: light,
      marks: [PixelMarks](repeating: [], count: light.count))
  }

  package var shape: [Int] { [frame.field.settings.height, frame.field.settings.width] }

  /// Units of the file in one nanomaggy.
  package var unitsPerNanomaggy: Double { 1 / frame.calibration }

  /// The pixels in the file's own units.
  package func units(missing: Float) -> [Float] {
    let factor = Float(unitsPerNanomaggy)
    return pixels.map { $0.isFinite ? $0 * factor : missing }
  }

  /// The variance of every pixel in squared units: that of the empty sky and, where asked for, of the
  /// light on it.
  package func variance(withLight: Bool) -> [Float] {
    let floor = Float(frame.floorVariance)
    guard withLight else { return [Float](repeating: floor, count: pixels.count) }
    let perLight = Float(unitsPerNanomaggy / frame.camera.gain)
    return light.map { floor + max(0, $0) * perLight }
  }

  /// 1/σ² in inverse squared units, 0 where a mark forbids the pixel.
  package func weights(forbidden: PixelMarks) -> [Float] {
    let inverse = Float(1 / frame.floorVariance)
    return marks.map { $0.isDisjoint(with: forbidden) ? inverse : 0 }
  }

  /// A number for every pixel, of the bits that stand for its marks.
  package func mask(missing: Int32, saturated: Int32, cosmicRay: Int32) -> [Int32] {
    marks.map { mark in
      (mark.contains(.missing) ? missing : 0) | (mark.contains(.saturated) ? saturated : 0)
        | (mark.contains(.cosmicRay) ? cosmicRay : 0)
    }
  }

  /// Where a box of five pixels a side is brighter than five times its noise: what a pipeline marks as
  /// detected.
  package func detected() -> [Bool] {
    let (height, width) = (shape[0], shape[1])
    let limit = Float(5 * 5 * frame.noise)
    var columns = [Float](repeating: 0, count: width)
    var result = [Bool](repeating: false, count: pixels.count)
    func value(_ row: Int, _ column: Int) -> Float {
      let pixel = pixels[row * width + column]
      return pixel.isFinite ? pixel : 0
    }
    for row in 2..<(height - 2) {
      for column in 0..<width {
        columns[column] = (row - 2...row + 2).reduce(0) { $0 + value($1, column) }
      }
      for column in 2..<(width - 2) {
        let sum =
          columns[column - 2] + columns[column - 1] + columns[column] + columns[column + 1]
          + columns[column + 2]
        result[row * width + column] = sum > limit
      }
    }
    return result
  }
}
