internal import Tensors

/// An exponential moving average of a network's weights and running statistics.
///
/// Early averages forget faster, `min(decay, (1 + t) / (10 + t))` at step t, so that the first
/// weights do not linger (Polyak & Juditsky 1992; the warm-up is TensorFlow's).
package struct WeightAverage {
  package let decay: Double
  /// How many steps went in.
  package private(set) var steps: Int
  package private(set) var content: NetworkContent

  /// An average that begins with the network as it is.
  package init(of model: some Trainable, decay: Double) {
    self.init(decay: decay, steps: 0, content: NetworkContent(of: model))
  }

  package init(decay: Double, steps: Int, content: NetworkContent) {
    self.decay = decay
    self.steps = steps
    self.content = content
  }

  /// Takes in the weights after another step.
  package mutating func add(_ model: some Trainable) {
    let keep = Float(min(decay, Double(1 + steps) / Double(10 + steps)))
    steps += 1
    // A count of steps, which networks that draw numbers keep, has no average.
    for (index, current) in NetworkContent(of: model).tensors.enumerated() {
      let keep = DropoutClock.names.contains(current.name) ? 0 : keep
      current.values.withUnsafeValues { new in
        content.tensors[index].values.withUnsafeMutableValues { average in
          for i in new.indices {
            let old = average[i]
            average[i] = old + (1 - keep) * (new[i] - old)
          }
        }
      }
    }
  }
}
