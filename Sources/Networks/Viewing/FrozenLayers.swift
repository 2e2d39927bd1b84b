internal import Tensors

/// The layers of a trained encoder as they act outside training: dropout is gone, and every batch
/// normalisation is multiplied into the linear layer before it.
struct FrozenLayers {
  private(set) var layers: [Layer] = []
  /// Weights and biases by the names that a network of one section "frozen" gives them.
  private(set) var tensors: [String: Tensor] = [:]

  /// - Parameter tensors: weights and running statistics by the names of a model file.
  init(
    _ encoder: some Collection<Layer>, _ tensors: [String: Tensor]
  ) throws(NetworkError) {
    for (index, layer) in encoder.enumerated() {
      let name = "encoder.\(index)"
      switch layer {
      case .dropout: continue
      case .batchNormalisation: try fold(name, tensors)
      default:
        let place = "frozen.\(layers.count)"
        if let weights = tensors["\(name).weights"] {
          self.tensors["\(place).weights"] = weights
          self.tensors["\(place).bias"] = tensors["\(name).bias"] ?? Tensor(zeros: [layer.outputs])
        }
        layers.append(layer)
      }
    }
  }

  private mutating func fold(_ name: String, _ stored: [String: Tensor]) throws(NetworkError) {
    let place = "frozen.\(layers.count - 1)"
    guard let weights = tensors["\(place).weights"], let bias = tensors["\(place).bias"],
      let scale = stored["\(name).scale"], let shift = stored["\(name).shift"],
      let mean = stored["\(name).mean"], let variance = stored["\(name).variance"]
    else {
      throw NetworkError(
        "cannot look into the network: the batch normalisation \(name) does not follow a "
          + "convolution or a dense layer")
    }
    let affine = FixedNormalisation(scale: scale, shift: shift, mean: mean, variance: variance)
    // Kernels are [y, x, big, small]: a transposed one makes its big side.
    var inner = 1
    if case .transposedConvolution? = layers.last { inner = weights.shape[3] }
    let channels = affine.factor.count
    tensors["\(place).weights"] = Tensor(
      weights.values.enumerated().map { $1 * affine.factor[$0 / inner % channels] },
      shape: weights.shape)
    tensors["\(place).bias"] = Tensor(
      bias.values.enumerated().map { $1 * affine.factor[$0] + affine.summand[$0] },
      shape: bias.shape)
  }
}

extension Layer {
  /// Whether it multiplies its input by weights.
  var isLinear: Bool {
    switch self {
    case .convolution, .transposedConvolution, .dense: true
    default: false
    }
  }

  /// The channels or units that a linear layer makes.
  fileprivate var outputs: Int {
    switch self {
    case .convolution(let channels, _, _, _), .transposedConvolution(let channels, _, _, _):
      channels
    case .dense(let units): units
    default: 0
    }
  }
}
