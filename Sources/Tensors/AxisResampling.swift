/// How one axis of a picture is resampled: which four pixels each new one is made of, and with what
/// weights (cubic convolution, Keys 1981, doi:10.1109/TASSP.1981.1163711).
package struct AxisResampling: Sendable {
  /// How many old pixels there are.
  package let length: Int
  /// The first of the four old pixels for each new one; kept within the picture.
  package private(set) var first: [Int]
  /// Four weights for each new pixel; they add to one, less what falls outside the picture.
  package private(set) var weights: [Float]
  /// The mean over the new pixels of Σ w²: what becomes of the variance of independent pixels.
  package private(set) var energy: Float

  /// - Parameters:
  ///   - count: how many new pixels there are.
  ///   - centre: where the middle of the new pixels lies among the old ones, counted from 0.
  ///   - step: the width of a new pixel in old ones.
  ///   - length: how many old pixels there are, at least four.
  package init(count: Int, centre: Double, step: Double, length: Int) {
    precondition(length >= 4 && count > 0, "four pixels to take from and one to make")
    self.length = length
    first = [Int](repeating: 0, count: count)
    weights = [Float](repeating: 0, count: 4 * count)
    var squares: Float = 0
    for new in 0..<count {
      let position = centre + (Double(new) - Double(count - 1) / 2) * step
      let inside = min(max(position, -4), Double(length) + 3)
      // Rounded down without a call: this runs for every pixel of an axis of every band.
      var left = Int(inside)
      if Double(left) > inside { left -= 1 }
      let taps = Self.weights(Float(inside - Double(left)))
      left -= 1
      let start = min(max(left, 0), length - 4)
      first[new] = start
      for tap in 0..<4 {
        let place = start + tap - left
        let weight = (0..<4).contains(place) ? taps[place] : 0
        weights[4 * new + tap] = weight
        squares += weight * weight
      }
    }
    energy = squares / Float(count)
  }

  /// The weights of the pixels at −1, 0, 1 and 2 for a place `t` between 0 and 1.
  private static func weights(_ t: Float) -> SIMD4<Float> {
    let (t2, t3) = (t * t, t * t * t)
    return SIMD4(
      -0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1, -1.5 * t3 + 2 * t2 + 0.5 * t,
      0.5 * t3 - 0.5 * t2)
  }
}
