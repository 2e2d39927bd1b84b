import Networks
import Tensors
import Testing

@Suite struct OptimiserTests {
  private func parameter(_ values: [Float], decays: Bool = true) -> Parameter {
    Parameter(name: "w", values: Tensor(values, shape: [values.count]), decays: decays)
  }

  @Test func adamsFirstStepIsTheLearningRate() {
    // m̂ = g and v̂ = g², whatever g is: the step is the rate in the gradient's direction.
    let weights = parameter([1, 2, 3])
    weights.gradient = Tensor([0.5, -8, 0], shape: [3])
    var adam = Adam()
    adam.update([weights], learningRate: 0.25)
    for (value, expected) in zip(weights.values.values, [Float(0.75), 2.25, 3]) {
      #expect(abs(value - expected) < 1e-5)
    }
  }

  @Test func adamFollowsItsDefinition() {
    let weights = parameter([1])
    var adam = Adam(momentum: 0.9, memory: 0.99, epsilon: 1e-3, weightDecay: 0.1)
    var (w, m, v) = (1.0, 0.0, 0.0)
    for step in 1...5 {
      let g = 0.3 * Double(step) - 0.7
      weights.gradient = Tensor([Float(g)], shape: [1])
      adam.update([weights], learningRate: 0.01)
      m = 0.9 * m + 0.1 * g
      v = 0.99 * v + 0.01 * g * g
      var (p, q) = (1.0, 1.0)
      for _ in 0..<step { (p, q) = (p * 0.9, q * 0.99) }
      w -= 0.01 * 0.1 * w + 0.01 * (m / (1 - p)) / ((v / (1 - q)).squareRoot() + 1e-3)
      #expect(abs(Double(weights.values[0]) - w) < 1e-6)
    }
  }

  @Test func whatDoesNotDecayIsNotShrunk() {
    let (weights, bias) = (parameter([4]), parameter([4], decays: false))
    var adam = Adam(weightDecay: 0.5)
    adam.update([weights, bias], learningRate: 0.5)
    #expect(weights.values[0] == 3 && bias.values[0] == 4)
    var descent = GradientDescent(momentum: 0, weightDecay: 0.5)
    descent.update([weights, bias], learningRate: 1)
    #expect(weights.values[0] == 1.5 && bias.values[0] == 4)
  }

  @Test func momentumGathers() {
    let weights = parameter([0])
    weights.gradient = Tensor([1], shape: [1])
    var descent = GradientDescent(momentum: 0.5)
    for expected in [Float(-1), -2.5, -4.25] {
      descent.update([weights], learningRate: 1)
      #expect(weights.values[0] == expected)
    }
  }

  @Test func stateCarriesOn() {
    let (one, other) = (parameter([1, 2]), parameter([1, 2]))
    var (adam, resumed) = (Adam(), Adam())
    for step in 0..<4 {
      one.gradient = uniformTensor([2], seed: UInt64(step))
      adam.update([one], learningRate: 0.1)
      if step == 1 {
        other.values = one.values
        resumed.state = adam.state
      } else if step > 1 {
        other.gradient = one.gradient
        resumed.update([other], learningRate: 0.1)
      }
    }
    #expect(one.values == other.values)
    #expect(resumed.step == 4)
    #expect(Set(adam.state.keys) == ["step", "first.w", "second.w"])
    resumed.state = ["step": Tensor([.nan, -3], shape: [2])]
    #expect(resumed.step == 0)
  }
}
