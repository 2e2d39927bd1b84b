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
    let (across, along) = (taps(x), taps(y))
    var half = [Float](repeating: 0, count: pixels.count)
    var result = half
    for row in 0..<side {
      for column in 0..<side {
        var sum: Float = 0
        for (tap, weight) in across.enumerated() {
          let from = column + tap - 3
          if from >= 0, from < side { sum += weight * pixels[row * side + from] }
        }
        half[row * side + column] = sum
      }
    }
    for row in 0..<side {
      for (tap, weight) in along.enumerated() {
        let from = row + tap - 3
        guard from >= 0, from < side else { continue }
        for column in 0..<side {
          result[row * side + column] += weight * half[from * side + column]
        }
      }
    }
    return Stamp(reach: reach, pixels: result)
  }
}
