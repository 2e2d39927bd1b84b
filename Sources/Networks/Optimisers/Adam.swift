public import Tensors

/// Adam (Kingma & Ba 2015, arXiv:1412.6980), with the decoupled weight decay of AdamW where asked
/// (Loshchilov & Hutter 2019, arXiv:1711.05101).
public struct Adam: Optimiser {
  public var momentum: Double
  public var memory: Double
  public var epsilon: Float
  /// The share of a weight, times the learning rate, that a step takes away. Only of parameters
  /// that decay.
  public var weightDecay: Float
  /// How many steps have been made; a part of the state.
  public private(set) var step = 0
  private var moments: [String: Tensor] = [:]

  public init(
    momentum: Double = 0.9, memory: Double = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0
  ) {
    (self.momentum, self.memory) = (momentum, memory)
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
  }

  public mutating func update(_ parameters: [Parameter], learningRate: Float) {
    step += 1
    for parameter in parameters {
      Self.withMemory(of: parameter, roles: ["first", "second"], in: &moments) {
        weights, gradient, moments in
        Descent.adam(
          weights, gradient: gradient, first: moments[0], second: moments[1], step: step,
          rate: learningRate * parameter.pace, momentum: momentum, memory: memory, epsilon: epsilon,
          decay: parameter.decays ? weightDecay : 0)
      }
    }
  }

  public var state: [String: Tensor] {
    get {
      // Two floats hold any number of steps below 2⁴⁸ exactly.
      moments.merging(
        ["step": Tensor([Float(step >> 24), Float(step & 0xFF_FFFF)], shape: [2])],
        uniquingKeysWith: { moment, _ in moment })
    }
    set {
      moments = newValue
      guard let steps = moments.removeValue(forKey: "step"), steps.count == 2,
        let high = Int(exactly: steps[0]), let low = Int(exactly: steps[1]),
        (0..<1 << 24).contains(high), (0..<1 << 24).contains(low)
      else { return step = 0 }
      step = (high << 24) + low
    }
  }
}
