public import Tensors

/// The first layers of a trained encoder, outside training: the numbers they make of images, and how
/// these numbers change with the images.
///
/// Layers are counted from 1 and are those with weights; what follows one (normalisation, activation)
/// belongs to it.
public final class EncoderPart {
  /// `[height, width, channels]` of what comes out for one image; units are channels of one pixel.
  public let outputShape: [Int]
  public let inputShape: [Int]
  /// What the part does, outermost last; for the field that an output sees.
  let layers: [Layer]
  private let network: Network

  /// What becomes of activations.
  public enum Activations: Sendable {
    case all
    /// The last layer's is left out: what it makes of a number grows with the number.
    case butTheLast
    /// All are left out, and biases count for nothing in the gradient: the part is one matrix.
    case none
  }

  /// - Parameter layer: the last one of the part; nil for the whole encoder.
  public init(
    of model: Autoencoder, through layer: Int? = nil, activations: Activations = .all,
    workers: Workers = .all
  ) throws(NetworkError) {
    let architecture = model.architecture
    let most = architecture.encoder.count { $0.isLinear }
    let wanted = layer ?? most
    guard (1...max(most, 1)).contains(wanted), most > 0 else {
      throw NetworkError(
        "cannot look at layer \(wanted): the encoder has the layers 1 to \(most) with weights")
    }
    let tensors = Dictionary(
      model.network.content.map { ($0.name, $0.values) }
    ) { first, _ in first }
    let frozen = try FrozenLayers(architecture.encoder, tensors)
    var (count, kept, last): (Int, [Layer], Int) = (0, [], 0)
    var renamed: [String: Tensor] = [:]
    for (index, layer) in frozen.layers.enumerated() {
      if layer.isLinear {
        count += 1
        guard count <= wanted else { break }
        last = kept.count
        for role in ["weights", "bias"] {
          renamed["frozen.\(kept.count).\(role)"] = frozen.tensors["frozen.\(index).\(role)"]
        }
      } else if layer.isActivation, activations == .none {
        continue
      }
      kept.append(layer)
    }
    if activations == .butTheLast {
      kept.removeSubrange(last + 1..<kept.count)
    }
    layers = kept
    network = Network(
      inputShape: architecture.inputShape, [Network.Section("frozen", kept)], loss: nil,
      passesGradient: true, seed: 0, workers: workers)
    (inputShape, outputShape) = (architecture.inputShape, network.outputShape)
    try network.restore(renamed)
  }

  /// `[image, y, x, channel]` of what the part makes of images.
  public func outputs(_ images: Tensor) -> Tensor { network.outputs(images) }

  /// The numbers that images make, and the gradient of Σ `weights` · number with respect to the
  /// images.
  ///
  /// - Parameter weights: of the shape of `outputs`.
  public func gradient(
    at images: Tensor, of weights: Tensor
  ) throws(NetworkError) -> (outputs: Tensor, gradient: Tensor) {
    let outputs = try network.forward(images)
    try network.backward(weights)
    return (outputs, network.inputGradient(images: images.shape[0]))
  }
}

extension Layer {
  var isActivation: Bool {
    switch self {
    case .relu, .leakyRelu, .sigmoid, .tanh: true
    default: false
    }
  }
}
