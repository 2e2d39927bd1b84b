public import Tensors

/// A network for use elsewhere: channels first, every batch normalisation multiplied into the layer
/// before it. It may branch and join.
///
/// Images are `[image, channel, y, x]`, kernels `[out, in, y, x]` (`[in, out, y, x]` where
/// transposed) and matrices `[in, out]`, as PyTorch and ONNX have them.
public struct FoldedNetwork: Sendable {
  public enum Step: Sendable, Equatable {
    case convolution(weights: Tensor, bias: Tensor, stride: Int, phase: Int = 0)
    case transposedConvolution(weights: Tensor, bias: Tensor, stride: Int, phase: Int = 0)
    /// Of all numbers of an image, in the order `[channel, y, x]`.
    case dense(weights: Tensor, bias: Tensor)
    /// factor · x + summand for every channel.
    case scaling(factor: Tensor, summand: Tensor)
    case relu
    case leakyRelu(slope: Float)
    case sigmoid
    case tanh
    /// The same numbers, taken and seen with the channel last, under another shape.
    case reshape([Int])
    /// Goes on from the numbers after so many steps; 0: the input.
    case from(Int)
    /// Adds the numbers after so many steps.
    case add(Int)
    /// Appends the channels after so many steps.
    case concatenate(Int)
  }

  /// `[channel, height, width]` of an image.
  public let inputShape: [Int]
  /// How many numbers come of an image of that shape.
  public private(set) var outputCount = 0
  public private(set) var steps: [Step] = []

  /// The encoder of a model.
  ///
  /// - Parameter tensors: weights and running statistics by the names of a model file.
  public init(
    encoderOf architecture: Architecture, _ tensors: [String: Tensor]
  ) throws(NetworkError) {
    try self.init(
      architecture, [Network.Section("encoder", architecture.encoder)], tensors, called: "encoder")
  }

  /// A network of classes of pixels, from images of any size that is a multiple of `sizeMultiple` to the logits
  /// of the classes.
  ///
  /// - Parameter tensors: weights and running statistics by the names of a model file.
  public init(
    pixelsOf architecture: Architecture, _ tensors: [String: Tensor]
  ) throws(NetworkError) {
    try self.init(architecture, architecture.sections, tensors, called: "network")
  }

  private init(
    _ architecture: Architecture, _ sections: [Network.Section], _ tensors: [String: Tensor],
    called title: String
  ) throws(NetworkError) {
    inputShape = [2, 0, 1].map { architecture.inputShape[$0] }
    var trace = ShapeTrace(input: architecture.inputShape)
    let layers = sections.placed
    let readAgain = Set(layers.compactMap(\.layer.place))
    // After how many steps the numbers stand that lie at a place.
    var stepsBefore = ["input": 0]
    for (place, layer) in layers {
      let shape = trace.shape
      try trace.take(layer, at: place)
      let source = Source(name: place, network: title, tensors: tensors)
      func earlier(_ place: String) throws(NetworkError) -> Int {
        guard let count = stepsBefore[place] else {
          throw NetworkError("cannot export the \(title): there is no layer \(place) before it")
        }
        return count
      }
      switch layer {
      case .convolution(let channels, _, let stride, _):
        steps.append(
          .convolution(
            weights: try source.kernel(transposed: false), bias: try source.bias(channels),
            stride: stride, phase: layer.phase))
      case .transposedConvolution(let channels, _, let stride, _):
        steps.append(
          .transposedConvolution(
            weights: try source.kernel(transposed: true), bias: try source.bias(channels),
            stride: stride, phase: layer.phase))
      case .dense(let units):
        steps.append(
          .dense(weights: try source.matrix(of: shape), bias: try source.bias(units)))
      case .batchNormalisation:
        let isReadBefore = readAgain.contains { stepsBefore[$0] == steps.count }
        add(try source.normalisation(), isFolded: !isReadBefore)
      case .relu: steps.append(.relu)
      case .leakyRelu(let slope): steps.append(.leakyRelu(slope: slope))
      case .sigmoid: steps.append(.sigmoid)
      case .tanh: steps.append(.tanh)
      // Dropout does nothing but in training.
      case .dropout: break
      case .reshape(let wanted): steps.append(.reshape(wanted))
      case .from(let other): steps.append(.from(try earlier(other)))
      case .add(let other): steps.append(.add(try earlier(other)))
      case .concatenate(let other): steps.append(.concatenate(try earlier(other)))
      }
      stepsBefore[place] = steps.count
    }
    outputCount = trace.shape.reduce(1, *)
  }

  /// Multiplies a normalisation into the layer before it, or keeps it as a step of its own: where there is none,
  /// or where what that layer makes is read elsewhere.
  private mutating func add(_ affine: FixedNormalisation, isFolded: Bool) {
    func channelwise(_ bias: Tensor) -> Tensor {
      Tensor(
        bias.values.indices.map { bias.values[$0] * affine.factor[$0] + affine.summand[$0] },
        shape: bias.shape)
    }
    switch isFolded ? steps.last : nil {
    case .convolution(let weights, let bias, let stride, let phase):
      steps[steps.count - 1] = .convolution(
        weights: weights.scaled(by: affine.factor, along: 0), bias: channelwise(bias),
        stride: stride, phase: phase)
    case .transposedConvolution(let weights, let bias, let stride, let phase):
      steps[steps.count - 1] = .transposedConvolution(
        weights: weights.scaled(by: affine.factor, along: 1), bias: channelwise(bias),
        stride: stride, phase: phase)
    case .dense(let weights, let bias):
      steps[steps.count - 1] = .dense(
        weights: weights.scaled(by: affine.factor, along: 1), bias: channelwise(bias))
    default:
      let shape = [affine.factor.count]
      steps.append(
        .scaling(
          factor: Tensor(affine.factor, shape: shape),
          summand: Tensor(affine.summand, shape: shape)))
    }
  }
}

/// One layer's tensors in a model file.
private struct Source {
  let name: String
  /// Named in errors: "encoder".
  let network: String
  let tensors: [String: Tensor]

  func tensor(_ role: String) throws(NetworkError) -> Tensor {
    guard let tensor = tensors["\(name).\(role)"] else {
      throw NetworkError("cannot export the \(network): the model lacks \(name).\(role)")
    }
    return tensor
  }

  /// Nought where a normalisation follows and the layer has none.
  func bias(_ channels: Int) throws(NetworkError) -> Tensor {
    guard let bias = tensors["\(name).bias"] else { return Tensor(zeros: [channels]) }
    guard bias.count == channels else { throw misshapen("bias", bias) }
    return bias
  }

  /// `[y, x, in, out]` (`[y, x, out, in]` where transposed) as `[out, in, y, x]` (`[in, out, y, x]`).
  func kernel(transposed: Bool) throws(NetworkError) -> Tensor {
    let stored = try tensor("weights")
    guard stored.shape.count == 4 else { throw misshapen("weights", stored) }
    let (height, width, big, small) = (
      stored.shape[0], stored.shape[1], stored.shape[2], stored.shape[3]
    )
    return Tensor(uninitialized: [small, big, height, width]) { target in
      stored.withUnsafeValues { source in
        for place in 0..<height * width {
          for one in 0..<big {
            for two in 0..<small {
              target[(two * big + one) * height * width + place] =
                source[(place * big + one) * small + two]
            }
          }
        }
      }
    }
  }

  /// `[in, out]` with the inputs in the order `[channel, y, x]` instead of `[y, x, channel]`.
  func matrix(of shape: [Int]) throws(NetworkError) -> Tensor {
    let stored = try tensor("weights")
    let count = shape.reduce(1, *)
    guard stored.shape.count == 2, stored.shape[0] == count else {
      throw misshapen("weights", stored)
    }
    guard shape.count == 3 else { return stored }
    let (places, channels, units) = (shape[0] * shape[1], shape[2], stored.shape[1])
    return Tensor(uninitialized: stored.shape) { target in
      stored.withUnsafeValues { source in
        for place in 0..<places {
          for channel in 0..<channels {
            for unit in 0..<units {
              target[(channel * places + place) * units + unit] =
                source[(place * channels + channel) * units + unit]
            }
          }
        }
      }
    }
  }

  /// Factor and summand of a batch normalisation in inference.
  func normalisation() throws(NetworkError) -> FixedNormalisation {
    let (scale, shift) = (try tensor("scale"), try tensor("shift"))
    let (mean, variance) = (try tensor("mean"), try tensor("variance"))
    guard [shift, mean, variance].allSatisfy({ $0.count == scale.count }) else {
      throw NetworkError("cannot export the \(network): \(name) has tensors of different lengths")
    }
    return FixedNormalisation(scale: scale, shift: shift, mean: mean, variance: variance)
  }

  private func misshapen(_ role: String, _ tensor: Tensor) -> NetworkError {
    NetworkError(
      "cannot export the \(network): \(name).\(role) has the shape \(tensor.shape), which does not fit "
        + "its layer")
  }
}

extension Tensor {
  /// Every slice along an axis multiplied by its factor.
  fileprivate func scaled(by factors: [Float], along axis: Int) -> Tensor {
    let inner = shape.dropFirst(axis + 1).reduce(1, *)
    var copy = self
    copy.withUnsafeMutableValues { values in
      for index in values.indices {
        values[index] *= factors[index / inner % factors.count]
      }
    }
    return copy
  }
}
