public import Tensors

extension Network {
  /// Takes over weights and state by their names, all of them or none.
  public func restore(_ tensors: [String: Tensor]) throws(NetworkError) {
    try require(tensors)
    for parameter in parameters + frozen {
      if let values = tensors[parameter.name] { parameter.values = values }
    }
    for normalisation in links.compactMap(\.normalisation) {
      normalisation.restore(tensors)
    }
    if let values = tensors["dropout"], let restored = DropoutClock(values) { clock = restored }
  }

  /// Refuses tensors that lack some of the network's, or have them in other shapes.
  func require(_ tensors: [String: Tensor]) throws(NetworkError) {
    for expected in content {
      guard let tensor = tensors[expected.name] else {
        throw NetworkError("the model lacks the weights \(expected.name)")
      }
      guard tensor.shape == expected.values.shape else {
        throw NetworkError(
          "the weights \(expected.name) are \(tensor.shape) where \(expected.values.shape) are "
            + "needed")
      }
    }
  }

  /// Weights and state.
  package var content: [NamedTensor] {
    parameters.map { NamedTensor(name: $0.name, values: $0.values) } + state
  }
}
