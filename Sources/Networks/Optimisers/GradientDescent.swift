public import Tensors

/// Stochastic gradient descent with momentum: v = momentum·v + g, w −= rate·v.
public struct GradientDescent: Optimiser {
  public var momentum: Float
  /// Added to the gradient as weightDecay·w; only of parameters that decay.
  public var weightDecay: Float
  public var state: [String: Tensor] = [:]

  public init(momentum: Float = 0.9, weightDecay: Float = 0) {
    (self.momentum, self.weightDecay) = (momentum, weightDecay)
  }

  public mutating func update(_ parameters: [Parameter], learningRate: Float) {
    for parameter in parameters {
      Self.withMemory(of: parameter, roles: ["velocity"], in: &state) {
        weights, gradient, velocity in
        Descent.momentum(
          weights, gradient: gradient, velocity: velocity[0], rate: learningRate * parameter.pace,
          momentum: momentum, decay: parameter.decays ? weightDecay : 0)
      }
    }
  }
}
