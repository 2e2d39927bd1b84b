internal import Tensors

/// Chains of layers (`Network`) that branch and join: each reads the sum of what some earlier ones made.
///
/// Numbers that several chains read are made once; their gradients are added in the order of the
/// chains, so that the same seed gives the same bits on any number of workers.
final class BranchedNetwork {
  /// A chain and what it reads: 0 is the input, n what the n-th chain made.
  struct Branch {
    let network: Network
    let inputs: [Int]
    /// Whether it learns; if not, it infers, and nothing before it may learn.
    var learns = true
  }

  let branches: [Branch]

  /// - Parameter branches: each reads from earlier ones, all of one shape; the last one's numbers are
  ///   the output.
  init(_ branches: [Branch]) {
    for (number, branch) in branches.enumerated() {
      precondition(
        !branch.inputs.isEmpty && branch.inputs.allSatisfy { (0...number).contains($0) },
        "a chain reads what was made before it")
    }
    self.branches = branches
  }

  var parameters: [Parameter] { branches.filter(\.learns).flatMap(\.network.parameters) }

  /// What is not learned: running statistics, and all of chains that do not learn.
  var state: [NamedTensor] {
    branches.flatMap { $0.learns ? $0.network.state : $0.network.content }
  }

  /// Takes over weights and state by their names, all of them or none.
  func restore(_ tensors: [String: Tensor]) throws(NetworkError) {
    for branch in branches { try branch.network.require(tensors) }
    for branch in branches { try branch.network.restore(tensors) }
  }

  /// The output in inference mode.
  func outputs(_ input: Tensor) -> Tensor {
    var made = [input]
    for branch in branches { made.append(branch.network.outputs(joined(branch, made))) }
    return made[made.count - 1]
  }

  /// The output in training mode; what `backward` needs is kept.
  func forward(_ input: Tensor) throws(NetworkError) -> Tensor {
    var made = [input]
    for branch in branches {
      let read = joined(branch, made)
      made.append(try branch.learns ? branch.network.forward(read) : branch.network.outputs(read))
    }
    return made[made.count - 1]
  }

  /// Fills the gradients of all parameters from the loss's gradient with respect to the output.
  func backward(_ gradient: Tensor) throws(NetworkError) {
    let images = gradient.shape[0]
    var gradients = [Tensor?](repeating: nil, count: branches.count + 1)
    gradients[branches.count] = gradient
    for (number, branch) in branches.enumerated().reversed() {
      guard branch.learns, let own = gradients[number + 1] else { continue }
      try branch.network.backward(own)
      let wanted = branch.inputs.filter { $0 > 0 && branches[$0 - 1].learns }
      guard !wanted.isEmpty else { continue }
      let passed = branch.network.inputGradient(images: images)
      for input in wanted { gradients[input] = gradients[input].map { $0.adding(passed) } ?? passed }
      gradients[number + 1] = nil
    }
  }

  private func joined(_ branch: Branch, _ made: [Tensor]) -> Tensor {
    branch.inputs.dropFirst().reduce(made[branch.inputs[0]]) { $0.adding(made[$1]) }
  }
}

extension Tensor {
  /// The sum with a tensor of the same shape.
  fileprivate func adding(_ other: Tensor) -> Tensor {
    precondition(shape == other.shape, "joined \(shape) with \(other.shape)")
    var sum = self
    sum.withUnsafeMutableValues { sum in
      other.withUnsafeValues { Arrays.add($0, times: 1, to: sum) }
    }
    return sum
  }
}
