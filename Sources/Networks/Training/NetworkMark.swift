internal import Tensors

/// What a checkpoint remembers of the network that a training began with, to notice another.
struct NetworkMark: Codable, Sendable, Equatable {
  /// Of all weights and what is stored with them, and of how fast they learn.
  let fingerprint: String

  init(of model: some Trainable) {
    var mark = Fingerprint()
    mark.add(NetworkContent(of: model).fingerprint)
    for parameter in model.parameters { mark.add("\(parameter.pace)") }
    fingerprint = mark.text
  }
}
