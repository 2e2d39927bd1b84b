internal import Tensors

/// Values set to zero by chance while training, the others scaled up to keep the mean
/// (Srivastava et al. 2014).
///
/// Which ones, only the seed, the step and the image's place in the batch decide.
final class Dropout: @unchecked Sendable {
  let rate: Float
  private let seed: UInt64
  private var mask = Buffer(0)
  private var step: UInt64 = 0

  init(rate: Float, seed: UInt64) {
    (self.rate, self.seed) = (rate, seed)
  }

  func reserve(_ count: Int) {
    if mask.count < count { mask = Buffer(count) }
  }

  func begin(step: UInt64) { self.step = step }

  /// Draws the mask of an image.
  func draw(image: Int, count: Int) {
    var numbers = RandomNumbers.stream(step << 24 | UInt64(image), seed: seed)
    let kept = 1 / (1 - rate)
    let bound = UInt64(Double(rate) * 0x1p53)
    for index in image * count..<(image + 1) * count {
      mask.values[index] = numbers.next() >> 11 < bound ? 0 : kept
    }
  }

  /// Masks an image written in `rows` rows of `width` values that lie `row` floats apart.
  func apply(
    to out: UnsafeMutablePointer<Float>, rows: Int, width: Int, row: Int, image: Int
  ) {
    let from = mask.values + image * rows * width
    for line in 0..<rows {
      for index in 0..<width { out[line * row + index] *= from[line * width + index] }
    }
  }

  func apply(toGradient gradient: UnsafeMutablePointer<Float>, image: Int, count: Int) {
    let from = mask.values + image * count
    for index in 0..<count { gradient[index] *= from[index] }
  }
}
