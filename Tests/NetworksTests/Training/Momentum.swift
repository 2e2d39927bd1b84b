import Networks
import Tensors

/// Steps with momentum in plain Swift, and a count of them.
struct Momentum: Optimiser {
  var state: [String: Tensor] = ["step": Tensor([0], shape: [1])]

  mutating func update(_ parameters: [Parameter], learningRate: Float) {
    let step = (state["step"]?.values[0] ?? 0) + 1
    state["step"] = Tensor([step], shape: [1])
    for parameter in parameters {
      let name = "velocity.\(parameter.name)"
      var velocity = state[name]?.values ?? parameter.values.values.map { _ in 0 }
      var weights = parameter.values.values
      for (i, gradient) in parameter.gradient.values.enumerated() {
        velocity[i] = 0.9 * velocity[i] + gradient
        // The first steps are smaller, so that a forgotten count shows.
        weights[i] -= learningRate * velocity[i] * step / (step + 1)
      }
      state[name] = Tensor(velocity, shape: parameter.values.shape)
      parameter.values = Tensor(weights, shape: parameter.values.shape)
    }
  }
}
