public import Tensors

/// A rule that turns gradients into better weights.
public protocol Optimiser {
  /// Changes the values of every parameter by its gradient.
  mutating func update(_ parameters: [Parameter], learningRate: Float)

  /// What the rule remembers from step to step, by name: a checkpoint stores and restores it.
  var state: [String: Tensor] { get set }
}

extension Optimiser {
  /// Calls `body` with the weights, the gradient and what the rule remembers of the parameter
  /// under each name of `roles`; zeros at first.
  static func withMemory(
    of parameter: Parameter, roles: [String], in state: inout [String: Tensor],
    _ body: (
      _ weights: UnsafeMutableBufferPointer<Float>, _ gradient: UnsafeBufferPointer<Float>,
      _ memory: [UnsafeMutableBufferPointer<Float>]
    ) -> Void
  ) {
    var memories = roles.map { role in
      state.removeValue(forKey: "\(role).\(parameter.name)")
        ?? Tensor(zeros: parameter.values.shape)
    }
    precondition(
      memories.allSatisfy { $0.count == parameter.values.count },
      "the optimiser's memory of \(parameter.name) has another size")
    let pointers = memories.indices.map { index in
      memories[index].withUnsafeMutableValues { $0 }
    }
    withExtendedLifetime(memories) {
      parameter.gradient.withUnsafeValues { gradient in
        parameter.values.withUnsafeMutableValues { body($0, gradient, pointers) }
      }
    }
    for (role, memory) in zip(roles, memories) { state["\(role).\(parameter.name)"] = memory }
  }
}
