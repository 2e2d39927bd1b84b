internal import Planes
internal import Tensors

/// A small square picture with its centre in the middle pixel: (2·reach + 1) pixels a side.
package struct Stamp: Sendable {
  package let reach: Int
  /// Row-major [side, side].
  package var pixels: [Float]
  package var side: Int { 2 * reach + 1 }

  package init(reach: Int, pixels: [Float]) {
    precondition(pixels.count == (2 * reach + 1) * (2 * reach + 1), "a stamp is square")
    (self.reach, self.pixels) = (reach, pixels)
  }

  /// The part of a plane around (x, y), moved so that this point is the middle (Lanczos 3);
  /// nil where pixels are missing.
  package init?(of plane: [Float], size: Int, x: Double, y: Double, reach: Int) {
    let (column, row) = (Int(bounded: x.rounded()), Int(bounded: y.rounded()))
    let wide = reach + 3
    guard column >= wide, row >= wide, column + wide < size, row + wide < size else { return nil }
    var pixels: [Float] = []
    pixels.reserveCapacity((2 * wide + 1) * (2 * wide + 1))
    for j in (row - wide)...(row + wide) {
      pixels += plane[(j * size + column - wide)...(j * size + column + wide)]
    }
    guard pixels.allSatisfy(\.isFinite) else { return nil }
    let moved = Stamp(reach: wide, pixels: pixels).shifted(
      x: Double(column) - x, y: Double(row) - y)
    self = moved.cropped(to: reach)
  }

  package func cropped(to smaller: Int) -> Stamp {
    let cut = reach - smaller
    var kept: [Float] = []
    for row in cut..<(side - cut) { kept += pixels[(row * side + cut)..<((row + 1) * side - cut)] }
    return Stamp(reach: smaller, pixels: kept)
  }

  /// The picture moved by up to a pixel towards larger x and y; zero flows in at the edges.
  package func shifted(x: Double, y: Double) -> Stamp {
    // Seven weights take a signal's value from where it was.
    func taps(_ shift: Double) -> [Float] {
      Lanczos.weights(at: (-3...3).map { Double($0) + shift })
    }
    let half = added(pixels, times: taps(x), places: 1)
    let result = added(half, times: taps(y), places: side)
    return Stamp(reach: reach, pixels: result)
  }

  /// The sum of seven pictures, the given one moved against its rows or columns by −3 to 3 pixels, times a weight each.
  ///
  /// - Parameter places: from a pixel to the next along the axis.
  private func added(_ picture: [Float], times weights: [Float], places: Int) -> [Float] {
    let (side, count) = (side, picture.count)
    return [Float](unsafeUninitializedCapacity: count) { sum, initialized in
      sum.initialize(repeating: 0)
      initialized = count
      picture.withUnsafeBufferPointer { picture in
        for (tap, weight) in weights.enumerated() {
          let shift = tap - 3
          let inside = max(0, -shift)..<max(0, -shift, min(side, side - shift))
          let (rows, columns) = places == 1 ? (0..<side, inside) : (inside, 0..<side)
          for row in rows {
            let start = row * side
            for place in start + columns.lowerBound..<start + columns.upperBound {
              sum[place] += weight * picture[place + shift * places]
            }
          }
        }
      }
    }
  }
}
