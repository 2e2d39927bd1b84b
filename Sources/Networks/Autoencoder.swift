public import Tensors

/// A network that learns to reproduce images through a short code, with its weights and the memory
/// for training steps.
///
/// Batches are `[image, y, x, channel]`. The same seed and the same batches give the same bits on
/// any number of workers. An autoencoder belongs to one thread at a time; it spreads its work
/// over the workers by itself.
public final class Autoencoder {
  /// The numbers that convolutions are computed with; sums and weights are float32 in any case.
  public enum Precision: String, Codable, Sendable { case float32 }

  public let architecture: Architecture
  public let precision: Precision
  /// The trainable weights, in the order of the layers.
  public let parameters: [Parameter]

  private let workers: Workers
  private let operations: [any Operation]
  private let links: [Link]
  private let code: Int
  private let head: LossHead
  private let training: Plan
  private var clock: DropoutClock
  private var stopwatch: Stopwatch?

  /// Makes a network with random weights (He et al. 2015) that `seed` decides.
  ///
  /// The architecture must be valid: one from a file is validated before (`validate()`).
  public init(
    _ architecture: Architecture, seed: UInt64, workers: Workers = .all,
    precision: Precision = .float32
  ) {
    do throws(NetworkError) {
      try architecture.validate()
    } catch {
      preconditionFailure(error.description)
    }
    (self.architecture, self.workers, self.precision) = (architecture, workers, precision)
    let blueprint = Blueprint(architecture, seed: seed, workers: workers.threads)
    (operations, links, code) = (blueprint.operations, blueprint.links, blueprint.code)
    parameters = operations.flatMap { operation in
      operation.parameters + operation.output.parameters
    }
    head = LossHead(
      architecture.loss, output: blueprint.links[blueprint.links.count - 1],
      shape: architecture.inputShape, workers: workers.threads)
    training = Plan.training(operations, loss: head)
    clock = DropoutClock(seed: seed, step: 0)
  }

  // MARK: Training

  /// Forward in training mode and backward: fills the gradients of all parameters and returns the
  /// batch's mean loss. No weight changes; the running statistics do.
  ///
  /// - Parameters:
  ///   - target: what the output is compared with, if not the batch itself.
  ///   - weights: how much every value counts (inverse variances, masks), of the batch's shape;
  ///     the loss is then the weighted mean.
  /// - Returns: a number that is not finite if the batch or the weights are not.
  public func step(
    _ batch: Tensor, target: Tensor? = nil, weights: Tensor? = nil
  ) throws(NetworkError) -> Double {
    try check(batch, "the batch", count: nil)
    let images = batch.shape[0]
    let target = target ?? batch
    try check(target, "the target", count: images)
    if let weights, weights.count != images * head.terms {
      throw NetworkError(
        "the weights \(weights.shape) do not fit a batch of \(images) × \(head.terms) values")
    }
    clock.step += 1
    for link in links { link.dropout?.begin(clock) }
    return run(training, batch, target: target, weights: weights, training: true)
  }

  /// The mean loss in inference mode, with the running statistics.
  public func loss(_ batch: Tensor, target: Tensor? = nil, weights: Tensor? = nil) -> Double {
    let plan = Plan.inference(operations) { [head] in head.run($0) }
    for chunk in 0..<chunkCount { head.begin(chunk) }
    return run(plan, batch, target: target ?? batch, weights: weights, training: false)
  }

  private func run(
    _ plan: Plan, _ batch: Tensor, target: Tensor, weights: Tensor?, training: Bool
  ) -> Double {
    let images = batch.shape[0]
    let mass =
      weights.map { $0.withUnsafeValues { $0.reduce(0) { $0 + Double($1) } } }
      ?? Double(images * head.terms)
    target.withUnsafeValues { target in
      (weights ?? batch).withUnsafeValues { weighing in
        guard let start = target.baseAddress else { return }
        head.aim(at: start, weights: weights == nil ? nil : weighing.baseAddress, mass: mass)
        run(plan, batch, training: training)
      }
    }
    return head.total / mass
  }

  /// How the processor time of a training step is spent, summed over the threads.
  public func profile(_ batch: Tensor, steps: Int) throws(NetworkError) -> [StepTime] {
    let stopwatch = Stopwatch(training)
    self.stopwatch = stopwatch
    defer { self.stopwatch = nil }
    for _ in 0..<steps { _ = try step(batch) }
    return training.names.indices.map { number in
      StepTime(
        name: training.names[number].name, seconds: stopwatch.seconds(number) / Double(steps),
        multiplyAdds: Double(training.names[number].multiplyAdds * batch.shape[0]))
    }
  }

  // MARK: Inference

  /// The codes `[image, number]`, in inference mode.
  public func encode(_ batch: Tensor) -> Tensor {
    let link = links[code]
    return result(batch, of: operations[..<code], link, shape: [link.count])
  }

  /// The images as the decoder draws them, in the units of the batch.
  public func reconstruct(_ batch: Tensor) -> Tensor {
    var images = result(
      batch, of: operations[...], links[links.count - 1], shape: architecture.inputShape)
    switch architecture.loss {
    case .meanSquaredError: break
    case .binaryCrossEntropy:
      images.withUnsafeMutableValues { Probabilities.sigmoid($0) }
    case .softmaxCrossEntropy:
      images.withUnsafeMutableValues {
        Probabilities.softmax($0, channels: architecture.inputShape[2])
      }
    }
    return images
  }

  private func result(
    _ batch: Tensor, of operations: ArraySlice<any Operation>, _ link: Link, shape: [Int]
  ) -> Tensor {
    let pointwise = link.pointwise(as: link.shape)
    return Tensor(uninitialized: [batch.shape[0]] + shape) { out in
      guard let start = out.baseAddress else { return }
      let plan = Plan.inference(operations) { place in
        link.load(
          place, as: pointwise, into: start + place.image * link.count, row: pointwise.rowCount)
      }
      run(plan, batch, training: false)
    }
  }

  private func run(_ plan: Plan, _ batch: Tensor, training: Bool) {
    let images = batch.shape[0]
    precondition(
      Array(batch.shape.dropFirst()) == architecture.inputShape,
      "a batch \(batch.shape) for a network of \(architecture.inputShape)")
    for operation in operations { operation.prepare() }
    batch.withUnsafeValues { values in
      guard let start = values.baseAddress else { return }
      links[0].borrow(start)
      for link in links {
        link.reserve(images: images, training: training)
        link.prepare(training: training)
      }
      for case let operation as DenseOperation in operations {
        operation.reserve(images: images, training: training)
      }
      plan.run(
        images: images, training: training, workers: workers, stopwatch: training ? stopwatch : nil)
    }
  }

  private func check(_ tensor: Tensor, _ name: String, count: Int?) throws(NetworkError) {
    let count = count ?? tensor.shape.first ?? 0
    guard count > 0, tensor.shape == [count] + architecture.inputShape else {
      throw NetworkError(
        "\(name) is \(tensor.shape) where the network takes [image] + \(architecture.inputShape)")
    }
  }

  // MARK: State

  /// What is not trained but has to be stored with the weights: running means and variances, and
  /// what decides the next step's dropout.
  public var state: [NamedTensor] {
    var state = links.compactMap(\.normalisation).flatMap { [$0.runningMean, $0.runningVariance] }
    if links.contains(where: { $0.dropout != nil }) {
      state.append(NamedTensor(name: "dropout", values: clock.tensor))
    }
    return state
  }

  /// Takes over weights and state by their names, all of them or none.
  public func restore(_ tensors: [String: Tensor]) throws(NetworkError) {
    for (name, shape) in parameters.map({ ($0.name, $0.values.shape) })
      + state.map({ ($0.name, $0.values.shape) })
    {
      guard let tensor = tensors[name] else {
        throw NetworkError("the model lacks the weights \(name)")
      }
      guard tensor.shape == shape else {
        throw NetworkError("the weights \(name) are \(tensor.shape) where \(shape) are needed")
      }
    }
    for parameter in parameters {
      if let values = tensors[parameter.name] { parameter.values = values }
    }
    for normalisation in links.compactMap(\.normalisation) {
      normalisation.restore(tensors)
    }
    if let values = tensors["dropout"], let restored = DropoutClock(values) { clock = restored }
  }
}

/// A part of a training step and the processor seconds it takes.
public struct StepTime: Sendable {
  public let name: String
  public let seconds: Double
  /// What a convolution or dense layer takes at least; zero for everything else.
  public let multiplyAdds: Double
}
