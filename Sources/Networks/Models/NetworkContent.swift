internal import Tensors

/// All that a network has learned: its weights, then its running statistics, by name.
package struct NetworkContent: Sendable, Equatable {
  package var tensors: [NamedTensor]

  init(_ tensors: [NamedTensor]) {
    self.tensors = tensors
  }

  /// - Parameter state: taken instead of the network's own, if given.
  package init(of model: some Trainable, state: [NamedTensor]? = nil) {
    let weights = model.parameters.map { NamedTensor(name: $0.name, values: $0.values) }
    tensors = weights + (state ?? model.state)
  }

  /// Puts the content into a network of the same architecture.
  func restore(into model: some Trainable) throws(NetworkError) {
    var byName: [String: Tensor] = [:]
    for stored in tensors { byName[stored.name] = stored.values }
    try model.restore(byName)
  }

  /// Names exactly this content.
  var fingerprint: String {
    var fingerprint = Fingerprint()
    for stored in tensors { fingerprint.add(stored.name, stored.values) }
    return fingerprint.text
  }

  /// The content that `model` has room for, read from a file and checked against it.
  ///
  /// - Parameter prefix: stands before every name in the file.
  init(
    for model: some Trainable, from file: SafetensorsFile, prefix: String = ""
  ) throws(NetworkError) {
    tensors = []
    for expected in NetworkContent(of: model).tensors {
      let name = prefix + expected.name
      guard let shape = file.shape(of: name) else {
        throw NetworkError(
          "cannot read \(file.path): its architecture does not fit its weights; the tensor \(name) "
            + "of shape \(expected.values.shape) is missing")
      }
      guard shape == expected.values.shape else {
        throw NetworkError(
          "cannot read \(file.path): its architecture does not fit its weights; the tensor \(name) "
            + "has the shape \(shape), \(expected.values.shape) was expected")
      }
      tensors.append(NamedTensor(name: expected.name, values: try file.tensor(name)))
    }
  }

  func add(to document: inout SafetensorsDocument, prefix: String = "") {
    for stored in tensors { document.add(prefix + stored.name, stored.values) }
  }
}
