internal import Tensors

/// Values set to zero by chance while training, the others scaled up to keep the mean
/// (Srivastava et al. 2014).
///
/// Which ones, only the seed, the step and the image's place in the batch decide.
final class Dropout: @unchecked Sendable {
  let rate: Float
  /// The number of the layer among the network's.
  private let layer: UInt64
  private var clock = DropoutClock(seed: 0, step: 0)
  private var mask = Buffer(0)

  init(rate: Float, layer: Int) {
    (self.rate, self.layer) = (rate, UInt64(layer))
  }

  func reserve(_ count: Int) {
    if mask.count < count { mask = Buffer(count) }
  }

  func begin(_ clock: DropoutClock) { self.clock = clock }

  /// Draws the mask of an image.
  func draw(image: Int, count: Int) {
    var numbers = RandomNumbers.stream(
      clock.step << 24 | UInt64(image), seed: clock.seed &+ layer)
    let kept = 1 / (1 - rate)
    let bound = UInt64(bounded: Double(rate) * 0x1p53)
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

/// What decides which values a step drops: the network's seed and the number of the step.
struct DropoutClock {
  /// What networks call theirs among their state.
  static let names: Set = ["dropout", "decoder.dropout", "variant"]

  var seed: UInt64
  var step: UInt64

  init(seed: UInt64, step: UInt64) {
    (self.seed, self.step) = (seed, step)
  }

  /// 16 bits a value, which a float holds exactly.
  var tensor: Tensor {
    let parts = [seed, step].flatMap { number in
      (0..<4).map { Float(number >> (16 * $0) & 0xFFFF) }
    }
    return Tensor(parts, shape: [8])
  }

  init?(_ tensor: Tensor) {
    guard tensor.count == 8 else { return nil }
    let parts = tensor.values.compactMap { UInt16(exactly: $0) }.map(UInt64.init)
    guard parts.count == 8 else { return nil }
    let numbers = [0, 4].map { first in
      (0..<4).reduce(0) { $0 | parts[first + $1] << (16 * $1) }
    }
    self.init(seed: numbers[0], step: numbers[1])
  }
}
