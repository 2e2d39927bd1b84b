internal import Tensors

extension FoldedNetwork {
  /// Adds an encoder to a graph: from images `[image, channel, y, x]` to codes `[image, unit]`.
  ///
  /// - Parameter averaged: the mean of the codes over the symmetries of the image, as
  ///   `Autoencoder.encodeAveraged` takes it.
  public func addCodes(
    to graph: inout ONNXGraph, images: String, averaged: Bool = false
  ) -> String {
    func codes(_ images: String) -> String {
      let result = addSteps(to: &graph, images)
      return result.isImage
        ? graph.node("Flatten", [result.name], ["axis": .int(1)]) : result.name
    }
    guard averaged else { return codes(images) }
    let views = views(of: images, in: &graph)
    let all = graph.node("Concat", views, ["axis": .int(0)])
    let apart = graph.node(
      "Reshape", [codes(all), graph.constant([views.count, -1, outputCount])])
    return graph.node("ReduceMean", [apart], ["axes": .ints([0]), "keepdims": .int(0)])
  }

  /// Adds a network of classes of pixels: from images `[image, channel, y, x]` to the probabilities of the
  /// classes, `[image, class, y, x]`.
  public func addProbabilities(to graph: inout ONNXGraph, images: String) -> String {
    graph.node("Softmax", [addSteps(to: &graph, images).name], ["axis": .int(1)])
  }

  /// The eight views of a square image, the four of another.
  private func views(of images: String, in graph: inout ONNXGraph) -> [String] {
    func mirrored(_ view: String, _ axis: Int) -> String {
      graph.node(
        "Slice",
        [view, graph.constant([-1]), graph.constant([.min]), graph.constant([axis])]
          + [graph.constant([-1])])
    }
    let other = mirrored(images, 3)
    var views = [images, other, mirrored(images, 2), mirrored(other, 2)]
    if inputShape[1] == inputShape[2] {
      views += views.map { graph.node("Transpose", [$0], ["perm": .ints([0, 1, 3, 2])]) }
    }
    return views
  }

  private func addSteps(
    to graph: inout ONNXGraph, _ images: String
  ) -> (name: String, isImage: Bool) {
    var (value, isImage) = (images, true)
    // What stands after 0, 1, 2 … steps.
    var passed = [(value, isImage)]
    for step in steps {
      switch step {
      case .convolution(let weights, let bias, let stride, let phase):
        value = graph.node(
          "Conv", [value, graph.constant(weights), graph.constant(bias)],
          Self.window(weights.shape[2], stride, phase))
      case .transposedConvolution(let weights, let bias, let stride, let phase):
        var window = Self.window(weights.shape[2], stride, phase)
        let left = stride - 1 - phase
        window["output_padding"] = .ints([left, left])
        value = graph.node(
          "ConvTranspose", [value, graph.constant(weights), graph.constant(bias)], window)
      case .dense(let weights, let bias):
        let flat = isImage ? graph.node("Flatten", [value], ["axis": .int(1)]) : value
        value = graph.node("Gemm", [flat, graph.constant(weights), graph.constant(bias)])
        isImage = false
      case .scaling(let factor, let summand):
        let shape = isImage ? [1, factor.count, 1, 1] : [1, factor.count]
        let scaled = graph.node("Mul", [value, graph.constant(factor.reshaped(to: shape))])
        value = graph.node("Add", [scaled, graph.constant(summand.reshaped(to: shape))])
      case .relu: value = graph.node("Relu", [value])
      case .leakyRelu(let slope):
        value = graph.node("LeakyRelu", [value], ["alpha": .float(slope)])
      case .sigmoid: value = graph.node("Sigmoid", [value])
      case .tanh: value = graph.node("Tanh", [value])
      case .reshape(let shape):
        let last =
          isImage ? graph.node("Transpose", [value], ["perm": .ints([0, 2, 3, 1])]) : value
        value = graph.node("Reshape", [last, graph.constant([-1] + shape)])
        isImage = shape.count == 3
        if isImage { value = graph.node("Transpose", [value], ["perm": .ints([0, 3, 1, 2])]) }
      case .from(let count): (value, isImage) = passed[count]
      case .add(let count): value = graph.node("Add", [value, passed[count].0])
      case .concatenate(let count):
        value = graph.node("Concat", [value, passed[count].0], ["axis": .int(1)])
      }
      passed.append((value, isImage))
    }
    return (value, isImage)
  }

  private static func window(
    _ kernel: Int, _ stride: Int, _ phase: Int
  ) -> [String: ONNXGraph.Attribute] {
    let (before, after) = (kernel / 2 - phase, kernel / 2)
    return [
      "kernel_shape": .ints([kernel, kernel]), "strides": .ints([stride, stride]),
      "pads": .ints([before, before, after, after]),
    ]
  }
}
