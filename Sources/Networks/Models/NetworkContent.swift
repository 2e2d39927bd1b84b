internal import Tensors

/// All that a network has learned: its weights, then its running statistics, by name.
struct NetworkContent: Sendable, Equatable {
  var tensors: [NamedTensor]

  init(_ tensors: [NamedTensor]) {
    self.tensors = tensors
  }

  init(of model: some Trainable) {
    tensors = model.parameters.map { NamedTensor($0.name, $0.values) } + model.state
  }

  /// Puts the content into a network of the same architecture.
  func restore(into model: some Trainable) {
    let weights = model.parameters.count
    precondition(tensors.count == weights + model.state.count, "content of another architecture")
    for (parameter, stored) in zip(model.parameters, tensors) { parameter.values = stored.tensor }
    model.state = Array(tensors[weights...])
  }

  /// Names exactly this content.
  var fingerprint: String {
    var fingerprint = Fingerprint()
    for stored in tensors { fingerprint.add(stored.name, stored.tensor) }
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
            + "of shape \(expected.tensor.shape) is missing")
      }
      guard shape == expected.tensor.shape else {
        throw NetworkError(
          "cannot read \(file.path): its architecture does not fit its weights; the tensor \(name) "
            + "has the shape \(shape), \(expected.tensor.shape) was expected")
      }
      tensors.append(NamedTensor(expected.name, try file.tensor(name)))
    }
  }

  func add(to document: inout SafetensorsDocument, prefix: String = "") {
    for stored in tensors { document.add(prefix + stored.name, stored.tensor) }
  }
}
