internal import Tensors

/// The linear layer of an operation.
enum LinearLayer: Equatable {
  case copy
  case convolution(kernel: Int, stride: Int, phase: Int, transposed: Bool)
  case dense
  case join(JoinOperation.Kind)

  var hasBias: Bool {
    switch self {
    case .convolution, .dense: true
    case .copy, .join: false
    }
  }

  init(_ layer: Layer) {
    switch layer {
    case .convolution(_, let kernel, let stride, _):
      self = .convolution(kernel: kernel, stride: stride, phase: layer.phase, transposed: false)
    case .transposedConvolution(_, let kernel, let stride, _):
      self = .convolution(kernel: kernel, stride: stride, phase: layer.phase, transposed: true)
    case .dense: self = .dense
    case .add: self = .join(.sum)
    case .concatenate: self = .join(.concatenation)
    default: self = .copy
    }
  }
}

/// What a link does to the numbers of an operation: each at most once, and in this order.
struct LayerTail {
  var normalisation: String?
  var activation: Activation?
  var dropout: Float?
  /// A linear layer straight before a normalisation has none.
  var hasBias = false

  mutating func take(_ layer: Layer, name: String) -> Bool {
    guard dropout == nil else { return false }
    if case .dropout(let rate) = layer {
      dropout = rate
      return true
    }
    guard activation == nil else { return false }
    switch layer {
    case .relu: activation = .rectifier(slope: 0)
    case .leakyRelu(let slope): activation = .rectifier(slope: slope)
    case .sigmoid: activation = .sigmoid
    case .tanh: activation = .tanh
    case .batchNormalisation where normalisation == nil: normalisation = name
    default: return false
    }
    return true
  }

  /// The variance that keeps the size of numbers through the layer (He et al. 2015,
  /// arXiv:1502.01852).
  var gain: Double {
    switch activation {
    case .rectifier(let slope): 2 / (1 + Double(slope) * Double(slope))
    default: 1
    }
  }

  /// The same for a layer that paints images: without normalisation or activation it is the
  /// last one, and begins a tenth as strong. Images are mostly dark; a network that begins by
  /// painting noise spends its first epochs on learning not to.
  var paintingGain: Double {
    normalisation == nil && activation == nil ? 0.01 : gain
  }
}
