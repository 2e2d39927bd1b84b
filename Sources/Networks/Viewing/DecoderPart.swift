public import Tensors

/// The decoder of an autoencoder by itself: images from any codes.
public final class DecoderPart {
  public let architecture: Architecture
  private let network: Network

  public init(of model: Autoencoder, workers: Workers = .all) throws(NetworkError) {
    architecture = model.architecture
    let code = architecture.codeShape
    network = Network(
      inputShape: code.count == 3 ? code : [1, 1] + code, [architecture.sections[1]],
      loss: architecture.loss, outputShape: architecture.inputShape, seed: 0, workers: workers)
    try network.restore(
      Dictionary(model.network.content.map { ($0.name, $0.values) }) { first, _ in first })
  }

  /// Images `[image, y, x, channel]` of codes `[image, number]`.
  public func images(of codes: Tensor) -> Tensor {
    let batch = codes.reshaped(to: [codes.shape[0]] + network.inputShape)
    return architecture.images(from: network.outputs(batch, shape: architecture.inputShape))
  }
}
