internal import CKernels

/// The inner loops of optimisers: one step for one array of weights.
package enum Descent {
  /// Adam with bias correction and decoupled weight decay, at step `step` = 1, 2, ….
  package static func adam(
    _ weights: UnsafeMutableBufferPointer<Float>, gradient: UnsafeBufferPointer<Float>,
    first: UnsafeMutableBufferPointer<Float>, second: UnsafeMutableBufferPointer<Float>,
    step: Int, rate: Float, momentum: Double, memory: Double, epsilon: Float, decay: Float
  ) {
    guard let w = weights.baseAddress, let g = gradient.baseAddress, let m = first.baseAddress,
      let v = second.baseAddress
    else { return }
    var settings = CKAdam(
      rate: rate, momentum: Float(momentum), memory: Float(memory), epsilon: epsilon,
      correction1: Float(1 - power(momentum, step)), correction2: Float(1 - power(memory, step)),
      decay: decay)
    kernels.adam(&settings, weights.count, w, g, m, v)
  }

  /// m = momentum·m + g + decay·w; w −= rate·m.
  package static func momentum(
    _ weights: UnsafeMutableBufferPointer<Float>, gradient: UnsafeBufferPointer<Float>,
    velocity: UnsafeMutableBufferPointer<Float>, rate: Float, momentum: Float, decay: Float
  ) {
    guard let w = weights.baseAddress, let g = gradient.baseAddress, let m = velocity.baseAddress
    else { return }
    kernels.descend(weights.count, rate, momentum, decay, w, g, m)
  }

  /// base to the `exponent`, by squaring: the same bits everywhere, unlike a library's pow.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left % 2 == 1 { result *= square }
      square *= square
      left /= 2
    }
    return result
  }
}
