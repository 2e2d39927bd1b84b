package import Planes
internal import Tensors

/// A cutout on a grid of its own: pixels of another size, the source exactly in the middle.
///
/// Every pixel is a sum over the frame's, weighted by Lanczos-3 (Duchon 1979), stretched where the
/// new pixels are larger so that no light is skipped. Sums are normalised and multiplied by the
/// area of the new pixel: light is conserved. What is missing takes no part; where it would have
/// had more than half of the weight the pixel is missing.
package struct ResampledWindow: Sendable, Equatable {
  let size: Int
  /// The side of a new pixel in the frame's.
  let ratio: Double
  /// The frame's 0-based position that the centre (n − 1)/2 of the cutout lies on.
  let x, y: Double

  init?(size: Int, x: Double, y: Double, ratio: Double) {
    guard abs(x) < 1e9, abs(y) < 1e9, ratio > 0, ratio < 100 else { return nil }
    (self.size, self.ratio, self.x, self.y) = (size, ratio, x, y)
  }

  /// The frame's columns and rows that have a part in the cutout; they may leave the frame.
  var region: (columns: Range<Int>, rows: Range<Int>) {
    let reach = Double(size - 1) / 2 * ratio + 3 * max(1, ratio)
    func range(_ centre: Double) -> Range<Int> {
      Int(bounded: (centre - reach).rounded(.up))..<Int(bounded: (centre + reach).rounded(.down))
        + 1
    }
    return (range(x), range(y))
  }

  /// How the standard deviation of independent pixels changes.
  var noiseFactor: Float {
    func factor(_ centre: Double) -> Float {
      let squares = taps(centre).map { $0.weights.reduce(0) { $0 + $1 * $1 } }
      return (squares.reduce(0, +) / Float(squares.count)).squareRoot()
    }
    return Float(ratio * ratio) * factor(x) * factor(y)
  }

  /// The new pixels `[y, x]`; NaN where they are missing.
  ///
  /// - Parameters:
  ///   - values: `[y, x]` of a plane; what is not finite is missing.
  ///   - squared: sums variances, with squared weights, instead of light.
  func resample(_ values: [Float], width: Int, height: Int, squared: Bool = false) -> [Float] {
    let (across, down) = (taps(x), taps(y))
    let rows = region.rows.clamped(to: 0..<height)
    // Along the rows first: sums of weighted values and of the weights that took part.
    var sums = [Float](repeating: 0, count: rows.count * size)
    var parts = sums
    values.withUnsafeBufferPointer { values in
      for (line, row) in rows.enumerated() {
        for (column, tap) in across.enumerated() {
          var (sum, part): (Float, Float) = (0, 0)
          for (index, weight) in tap.weights.enumerated() {
            let place = tap.first + index
            guard place >= 0, place < width else { continue }
            let value = values[row * width + place]
            guard value.isFinite else { continue }
            sum += (squared ? weight * weight : weight) * value
            part += weight
          }
          sums[line * size + column] = sum
          parts[line * size + column] = part
        }
      }
    }
    let area = Float(ratio * ratio)
    var result = [Float](repeating: .nan, count: size * size)
    for (row, tap) in down.enumerated() {
      for column in 0..<size {
        var (sum, part): (Float, Float) = (0, 0)
        for (index, weight) in tap.weights.enumerated() {
          let line = tap.first + index - rows.lowerBound
          guard line >= 0, line < rows.count else { continue }
          sum += (squared ? weight * weight : weight) * sums[line * size + column]
          part += weight * parts[line * size + column]
        }
        guard part > 0.5 else { continue }
        result[row * size + column] =
          squared ? sum * area * area / (part * part) : sum * area / part
      }
    }
    return result
  }

  /// How many pixels of the cutout lie outside of a plane, and how many inside are missing.
  func losses(in plane: PixelPlane) -> (outside: Int, missing: Int) {
    let (columns, rows) = region
    let isInside =
      columns.lowerBound >= 0 && rows.lowerBound >= 0 && columns.upperBound <= plane.width
      && rows.upperBound <= plane.height
    if isInside, plane.missing == nil { return (0, 0) }
    let pixels = resample(plane.pixels, width: plane.width, height: plane.height)
    var losses = (outside: 0, missing: 0)
    for (index, pixel) in pixels.enumerated() where !pixel.isFinite {
      let (column, row) = (position(index % size, x), position(index / size, y))
      let isThere =
        (-0.5...Double(plane.width) - 0.5).contains(column)
        && (-0.5...Double(plane.height) - 0.5).contains(row)
      if isThere { losses.missing += 1 } else { losses.outside += 1 }
    }
    return losses
  }

  /// Where pixel `index` of a row or column lies in the frame.
  private func position(_ index: Int, _ centre: Double) -> Double {
    centre + (Double(index) - Double(size - 1) / 2) * ratio
  }

  /// The frame's pixels that make up every pixel of a row or column.
  private func taps(_ centre: Double) -> [(first: Int, weights: [Float])] {
    let stretch = max(1, ratio)
    return (0..<size).map { index in
      let place = position(index, centre)
      let first = Int(bounded: (place - 3 * stretch).rounded(.down)) + 1
      let last = Int(bounded: (place + 3 * stretch).rounded(.up)) - 1
      let distances = (first...max(first, last)).map { (Double($0) - place) / stretch }
      return (first, Lanczos.weights(at: distances))
    }
  }
}

/// Resampling alone, for whoever has a plane and no set.
package enum Resampling {
  /// Pixels `[y, x]` of another size around a place of a plane; NaN where they are missing.
  package static func pixels(
    of plane: PixelPlane, x: Double, y: Double, size: Int, ratio: Double
  ) -> [Float] {
    ResampledWindow(size: size, x: x, y: y, ratio: ratio)?
      .resample(plane.pixels, width: plane.width, height: plane.height) ?? []
  }
}
