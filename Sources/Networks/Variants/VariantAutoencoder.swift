public import Tensors

/// An autoencoder in training that does something to its images and its code: any `Variant`.
///
/// Encoder and decoder are networks of their own with the code between them; what is trained comes
/// out as an ordinary `autoencoder`. The same seed gives the same bits on any number of workers.
public final class VariantAutoencoder {
  public let architecture: Architecture
  public let variant: Variant
  private let encoder: Network
  private let decoder: Network
  private let discriminator: Network?
  private var clock: DropoutClock
  private let workers: Workers
  private let units: Int

  /// Makes a network with random weights that `seed` decides; naive ones are those of `Autoencoder`.
  ///
  /// - Parameter architecture: of the autoencoder that is to come out; its encoder must end in a
  ///   dense layer, perhaps normalised.
  public init(
    _ architecture: Architecture, variant: Variant, seed: UInt64, workers: Workers = .all,
    precision: Autoencoder.Precision = .float32
  ) throws(NetworkError) {
    try architecture.validate()
    try variant.check()
    guard architecture.codeShape.count == 1 else {
      throw NetworkError(
        "cannot train the \(variant.name.rawValue) variant: its code must be a row of units, not "
          + "\(architecture.codeShape)")
    }
    units = architecture.codeCount
    (self.architecture, self.variant, self.workers) = (architecture, variant, workers)
    var sections = architecture.sections
    if variant.beta != nil { try sections[0].layers.doubleLastDense() }
    encoder = Network(
      inputShape: architecture.inputShape, [sections[0]], loss: nil, precision: precision,
      seed: seed, workers: workers)
    decoder = Network(
      inputShape: [1, 1, units], [sections[1]], loss: architecture.loss,
      outputShape: architecture.inputShape, passesGradient: true, precision: precision,
      seed: seed &+ 0x5EED, workers: workers)
    discriminator =
      variant.adversary.map { _ in
        Network(
          inputShape: [1, 1, architecture.codeCount],
          [
            Network.Section(
              "discriminator",
              [
                .dense(units: 128), .leakyRelu(slope: 0.2), .dense(units: 128),
                .leakyRelu(slope: 0.2), .dense(units: 1),
              ])
          ], loss: .binaryCrossEntropy, passesGradient: true, seed: seed &+ 0xAD, workers: workers)
      }
    clock = DropoutClock(seed: seed, step: 0)
  }

  /// What was trained: for a code with a spread, the encoder of the means.
  public func autoencoder() -> Autoencoder { autoencoder(ofColumnsFrom: 0) }

  /// Of a code with a spread, the same with ln σ² of every unit for its code; nil without one.
  public func spreads() -> Autoencoder? {
    variant.beta == nil ? nil : autoencoder(ofColumnsFrom: units)
  }

  private func autoencoder(ofColumnsFrom first: Int) -> Autoencoder {
    let model = Autoencoder(architecture, seed: 0, workers: workers)
    var tensors: [String: Tensor] = [:]
    for named in encoder.content + decoder.content { tensors[named.name] = named.values }
    for expected in model.network.content {
      guard let values = tensors[expected.name], values.shape != expected.values.shape else {
        continue
      }
      tensors[expected.name] = values.columns(from: first, of: expected.values.shape)
    }
    do throws(NetworkError) {
      try model.restore(tensors)
    } catch {
      preconditionFailure(error.description)
    }
    return model
  }

  /// Codes `[image, unit]` in inference mode: means, where a code has a spread.
  public func encode(_ images: Tensor) -> Tensor {
    let numbers = encoder.outputs(images, shape: [encoder.outputShape[2]])
    return variant.beta == nil ? numbers : numbers.columns(of: [images.shape[0], units])
  }

  // MARK: A step

  private func take(
    _ input: Tensor, target: Tensor, weights: Tensor?
  ) throws(NetworkError) -> Double {
    clock.step += 1
    let views =
      variant.consistency?.views(of: input, seed: clock.seed, step: clock.step, workers: workers)
      ?? input
    let seen =
      variant.corruption?.applied(to: views, seed: clock.seed, step: clock.step) ?? views
    let images = seen.shape[0]
    let numbers = try encoder.forward(seen).values
    var random = RandomNumbers.stream(clock.step, seed: clock.seed ^ 0x7A21)
    var codes = numbers
    var (noise, kept): ([Float], [Float]) = ([], [])
    if variant.beta != nil {
      noise = (0..<images * units).map { _ in Float(random.normal()) }
      codes = GaussianCode(numbers, units: units).samples(noise)
    }
    if let rate = variant.codeDropout {
      kept = codes.map { _ in random.uniform() < Double(rate) ? 0 : 1 / (1 - rate) }
      for index in codes.indices { codes[index] *= kept[index] }
    }
    let decoded =
      variant.consistency == nil ? images : Consistency.decoded(of: input.shape[0])
    var loss = try decoder.step(
      Tensor(codes.prefix(decoded * units), shape: [decoded, 1, 1, units]),
      target: target.firstRows(decoded), weights: weights?.firstRows(decoded))
    var gradient = decoder.inputGradient(images: decoded).values
    gradient += [Float](repeating: 0, count: codes.count - gradient.count)
    for index in kept.indices { gradient[index] *= kept[index] }
    if let sparsity = variant.sparsity, variant.beta == nil {
      loss += sparsity.price(of: numbers, units: units, gradient: &gradient)
    }
    if let weight = variant.decorrelation, variant.beta == nil {
      loss += Decorrelation(weight: weight).price(of: numbers, units: units, gradient: &gradient)
    }
    if let consistency = variant.consistency {
      loss += Agreement(temperature: consistency.temperature).price(
        of: codes, units: units, weight: consistency.weight, gradient: &gradient, workers: workers)
    }
    if let adversary = variant.adversary {
      loss += try fool(codes, weight: adversary, gradient: &gradient, using: &random)
    }
    if let beta = variant.beta {
      // The loss is a mean over values, so the divergence counts by as much less.
      let weight = Double(beta) / Double(decoder.outputShape.reduce(1, *))
      let code = GaussianCode(numbers, units: units)
      loss += weight * code.divergence
      gradient = code.gradient(samples: gradient, noise: noise, weight: weight)
    }
    try encoder.backward(Tensor(gradient, shape: [images] + encoder.outputShape))
    return loss
  }

  /// Adds the gradient, with respect to the codes, of being taken for prior samples, and leaves
  /// the discriminator's own gradients, from which it learns to tell them apart.
  private func fool(
    _ codes: [Float], weight: Float, gradient: inout [Float], using random: inout RandomNumbers
  ) throws(NetworkError) -> Double {
    guard let discriminator else { return 0 }
    let images = codes.count / units
    func targets(_ values: [Float]) -> Tensor { Tensor(values, shape: [values.count, 1, 1, 1]) }
    let fooled = try discriminator.step(
      Tensor(codes, shape: [images, 1, 1, units]),
      target: targets([Float](repeating: 1, count: images)))
    let pull = discriminator.inputGradient(images: images).values
    for index in pull.indices { gradient[index] += weight * pull[index] }
    let prior = codes.map { _ in Float(random.normal()) }
    let told = try discriminator.step(
      Tensor(codes + prior, shape: [2 * images, 1, 1, units]),
      target: targets(
        [Float](repeating: 0, count: images) + [Float](repeating: 1, count: images)))
    guard told.isFinite else { return told }
    return Double(weight) * fooled
  }
}

extension VariantAutoencoder: Trainable {
  public var inputShape: [Int] { architecture.inputShape }

  public var parameters: [Parameter] {
    encoder.parameters + decoder.parameters + (discriminator?.parameters ?? [])
  }

  public var state: [NamedTensor] {
    encoder.state
      + decoder.state.map { kept in
        kept.name == "dropout" ? NamedTensor(name: "decoder.dropout", values: kept.values) : kept
      }
      + [NamedTensor(name: "variant", values: clock.tensor)]
  }

  public func restore(_ tensors: [String: Tensor]) throws(NetworkError) {
    var decoding = tensors
    if let values = tensors["decoder.dropout"] { decoding["dropout"] = values }
    try encoder.require(tensors)
    try decoder.require(decoding)
    try discriminator?.require(tensors)
    guard let values = tensors["variant"], let restored = DropoutClock(values) else {
      throw NetworkError("the model lacks the weights variant")
    }
    try encoder.restore(tensors)
    try decoder.restore(decoding)
    try discriminator?.restore(tensors)
    clock = restored
  }

  public func step(
    _ input: Tensor, target: Tensor, weights: Tensor?
  ) throws(NetworkError) -> Double {
    try take(input, target: target, weights: weights)
  }

  /// The mean loss in inference mode: of uncorrupted images and codes without noise, with the price
  /// of the code where it has one of its own (sparsity, divergence).
  public func loss(_ input: Tensor, target: Tensor, weights: Tensor?) -> Double {
    let images = input.shape[0]
    let numbers = encoder.outputs(input, shape: [encoder.outputShape[2]])
    let codes = variant.beta == nil ? numbers : numbers.columns(of: [images, units])
    var loss = decoder.loss(
      codes.reshaped(to: [images, 1, 1, units]), target: target, weights: weights)
    if let beta = variant.beta {
      loss +=
        Double(beta) / Double(decoder.outputShape.reduce(1, *))
        * GaussianCode(numbers.values, units: units).divergence
      return loss
    }
    var unused = [Float](repeating: 0, count: codes.count)
    if let sparsity = variant.sparsity {
      loss += sparsity.price(of: codes.values, units: units, gradient: &unused)
    }
    if let weight = variant.decorrelation {
      loss += Decorrelation(weight: weight).price(
        of: codes.values, units: units, gradient: &unused)
    }
    if let consistency = variant.consistency {
      loss += disagreement(of: input, consistency)
    }
    return loss
  }

  /// The price of views that are the same whenever it is asked, in inference mode.
  private func disagreement(of input: Tensor, _ consistency: Consistency) -> Double {
    let views = consistency.views(of: input, seed: clock.seed, step: 0, workers: workers)
    let codes = encoder.outputs(views, shape: [units]).values
    var unused = [Float](repeating: 0, count: codes.count)
    return Agreement(temperature: consistency.temperature).price(
      of: codes, units: units, weight: consistency.weight, gradient: &unused, workers: workers)
  }
}
