internal import Tensors

/// How the chains of a segmentation network are laid out, named and joined.
extension Architecture {
  /// The chains: descent1…, bottom, ascent1…, a side for every ascent, full, and classes.
  ///
  /// Sizes on the way: input → descents (1/2, 1/4, …) → bottom → ascents (…, 1/2, 1) → full → classes.
  func branched(
    _ plan: SegmentationPlan, seed: UInt64, workers: Workers
  ) -> BranchedNetwork {
    var branches: [BranchedNetwork.Branch] = []
    var shapes = [inputShape]
    func add(_ name: String, _ layers: [Layer], reading inputs: [Int], learns: Bool = true) -> Int {
      let passes = learns && inputs.contains { $0 > 0 && branches[$0 - 1].learns }
      let network = Network(
        inputShape: shapes[inputs[0]], [Network.Section(name, layers)], loss: nil,
        passesGradient: passes, seed: seed &+ UInt64(branches.count) &* 0x9E37_79B9_7F4A_7C15,
        workers: workers)
      branches.append(BranchedNetwork.Branch(network: network, inputs: inputs, learns: learns))
      shapes.append(network.outputShape)
      return branches.count
    }
    func convolution(_ channels: Int, kernel: Int = 3) -> [Layer] {
      [.convolution(channels: channels, kernel: kernel), .batchNormalisation, .relu]
    }
    // What was made at every size on the way down, the input first.
    var levels = [0]
    for (number, layers) in descents.enumerated() {
      levels.append(
        add(
          "descent\(number + 1)", layers, reading: [levels[number]],
          learns: !plan.isEncoderFrozen))
    }
    let deepest = levels.removeLast()
    var here = [add("bottom", convolution(shapes[deepest][2]), reading: [deepest]), deepest]
    for number in 1...levels.count {
      let level = levels[levels.count - number]
      let layers = number <= ascents.count ? ascents[number - 1] : newAscent(below: shapes[here[0]])
      let up = add("ascent\(number)", layers, reading: here)
      let side = add(
        "side\(number)", convolution(shapes[up][2], kernel: level == 0 ? 3 : 1), reading: [level])
      here = [up, side]
    }
    let full = add("full", convolution(shapes[here[0]][2]), reading: here)
    _ = add(
      "classes", [.convolution(channels: plan.classes.count, kernel: 1)], reading: [full])
    return BranchedNetwork(branches)
  }

  /// A doubling where the decoder has none: half the channels, at least 16.
  private func newAscent(below shape: [Int]) -> [Layer] {
    [
      .transposedConvolution(channels: max(16, shape[2] / 2), kernel: 3, stride: 2),
      .batchNormalisation, .relu,
    ]
  }

  /// Which layers of an autoencoder the chains' layers are: "descent1.0" of "encoder.0".
  func origins(in model: Architecture) -> [(own: String, source: String)] {
    func origins(_ blocks: [[Layer]], _ name: String, from first: Int, of section: String)
      -> [(own: String, source: String)]
    {
      var index = first
      return blocks.enumerated().flatMap { number, layers in
        layers.indices.map { layer in
          defer { index += 1 }
          return (own: "\(name)\(number + 1).\(layer)", source: "\(section).\(index)")
        }
      }
    }
    let first = model.decoder.firstIndex(where: \.isTransposed) ?? 0
    return origins(descents, "descent", from: 0, of: "encoder")
      + origins(ascents, "ascent", from: first, of: "decoder")
  }
}
