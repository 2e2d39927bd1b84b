extension Architecture {
  /// A layer as a person reads it.
  public struct Row: Sendable, Equatable {
    /// "encoder.0"
    public var name: String
    /// "convolution 3×3, stride 2"
    public var layer: String
    /// What comes out, for one image.
    public var shape: [Int]
    /// Trainable weights and biases.
    public var weights: Int
  }

  /// The input and every layer, in order.
  public var table: [Row] {
    var trace = ShapeTrace(input: inputShape)
    var rows = [Row(name: "input", layer: "", shape: inputShape, weights: 0)]
    for section in sections {
      for (index, layer) in section.layers.enumerated() {
        let shape = trace.shape
        let next = (try? trace.take(layer, at: "\(section.name).\(index)")) ?? shape
        // A linear layer straight before a normalisation has no bias.
        let isNormalised =
          index + 1 < section.layers.count && section.layers[index + 1] == .batchNormalisation
        let channels = next.last ?? 0
        rows.append(
          Row(
            name: "\(section.name).\(index)", layer: layer.title, shape: next,
            weights: layer.weightCount(from: shape, to: next)
              + (layer.hasBias && !isNormalised ? channels : 0)))
      }
    }
    return rows
  }

  /// The weights of encoder and decoder or head, and of both.
  public var partWeights: [(name: String, weights: Int)] {
    let parts = sections.map { section in
      (
        name: section.name,
        weights: table.filter { $0.name.hasPrefix("\(section.name).") }
          .reduce(0) { $0 + $1.weights }
      )
    }
    return parts + [("together", parts.reduce(0) { $0 + $1.weights })]
  }
}

extension Layer {
  private var addedPhase: String { phase > 0 ? ", phase \(phase)" : "" }

  fileprivate var title: String {
    switch self {
    case .convolution(_, let kernel, let stride, _):
      "convolution \(kernel)×\(kernel), stride \(stride)\(addedPhase)"
    case .transposedConvolution(_, let kernel, let stride, _):
      "transposed convolution \(kernel)×\(kernel), stride \(stride)\(addedPhase)"
    case .dense: "dense"
    case .batchNormalisation: "batch normalisation"
    case .relu: "ReLU"
    case .leakyRelu(let slope): "leaky ReLU \(slope)"
    case .sigmoid: "sigmoid"
    case .tanh: "tanh"
    case .dropout(let rate): "dropout \(rate)"
    case .reshape: "reshape"
    case .from(let place): "from \(place)"
    case .add(let place): "add \(place)"
    case .concatenate(let place): "concatenate \(place)"
    }
  }

  fileprivate var hasBias: Bool {
    switch self {
    case .convolution, .transposedConvolution, .dense: true
    default: false
    }
  }

  /// Weights without biases.
  fileprivate func weightCount(from input: [Int], to output: [Int]) -> Int {
    switch self {
    case .convolution(let channels, let kernel, _, _),
      .transposedConvolution(let channels, let kernel, _, _):
      kernel * kernel * (input.last ?? 0) * channels
    case .dense(let units): input.reduce(1, *) * units
    case .batchNormalisation: 2 * (output.last ?? 0)
    default: 0
    }
  }
}
