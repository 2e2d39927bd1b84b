/// What a network is for, in words.
enum NetworkKind: String {
  case autoencoder = "an autoencoder"
  case classifier = "a classifier"
  case segmentation = "a network of classes of pixels"
}

extension Architecture {
  var kind: NetworkKind {
    pixels != nil ? .segmentation : head != nil ? .classifier : .autoencoder
  }
}

extension Checkpoint {
  /// Refuses to go on with the training of another kind of network.
  func require(_ wanted: NetworkKind) throws(NetworkError) {
    let kind = metadata.architecture.kind
    guard kind != wanted else { return }
    throw NetworkError(
      "cannot resume from \(path): it is the checkpoint of \(kind.rawValue), not of \(wanted.rawValue)"
    )
  }
}
