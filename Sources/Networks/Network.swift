package import Ranks
public import Tensors

/// Layers, one after the other or branched and joined (`Layer.from`, `add`, `concatenate`), their weights, and the memory for training steps.
///
/// Batches are `[image, y, x, channel]`. The same seed and the same batches give the same bits on
/// any number of workers. A network belongs to one thread at a time; it spreads its work over the
/// workers by itself.
///
/// With a loss it is trained by `step`; without one by `forward`, and `backward` from a gradient
/// that someone else worked out: networks that follow each other are joined that way.
public final class Network {
  /// Layers with a name in common, which the names of their weights begin with.
  public struct Section: Sendable, Equatable {
    public var name: String
    public var layers: [Layer]
    /// Whether they stay as they are: neither their weights nor their running statistics learn,
    /// by which they normalise in training too.
    public var isFrozen: Bool

    public init(_ name: String, _ layers: [Layer], isFrozen: Bool = false) {
      (self.name, self.layers, self.isFrozen) = (name, layers, isFrozen)
    }
  }

  /// `[height, width, channels]`; numbers that are no image are channels of one pixel.
  public let inputShape: [Int]
  public let outputShape: [Int]
  /// The trainable weights, in the order of the layers.
  public let parameters: [Parameter]
  /// The weights of frozen sections, in the order of the layers: a part of the state.
  let frozen: [Parameter]

  let workers: Workers
  /// Who computes `step` and `loss` together, each rank its part of every batch; all get the same bits as one alone.
  /// The rest is everybody's own.
  package var ranks = Ranks.alone
  let operations: [any Operation]
  let links: [Link]
  /// The number of the last link of every section.
  let ends: [Int]
  private let head: LossHead?
  private let openEnd: NetworkOutput
  var clock: DropoutClock
  /// What `forward` was given, until `backward` is done with it.
  private var held: Tensor?
  private var stopwatch: Stopwatch?
  private let training: Plan, back: Plan

  /// Makes a network with random weights (He et al. 2015) that `seed` decides.
  ///
  /// - Parameters:
  ///   - sections: layers that fit each other and the input; those of an architecture are
  ///     validated before.
  ///   - outputShape: how the loss sees the last layer's numbers, if not as they come.
  ///   - passesGradient: whether a step also finds the loss's gradient with respect to the input.
  ///   - precision: of the numbers that training's products are made of.
  public init(
    inputShape: [Int], _ sections: [Section], loss: Loss?, outputShape: [Int]? = nil,
    passesGradient: Bool = false, precision: Autoencoder.Precision = .float32, seed: UInt64,
    workers: Workers = .all
  ) {
    (self.inputShape, self.workers) = (inputShape, workers)
    let blueprint = Blueprint(
      inputShape: inputShape, sections, passesGradient: passesGradient, precision: precision,
      seed: seed, workers: workers.threads)
    (operations, links, ends) = (blueprint.operations, blueprint.links, blueprint.ends)
    func weights(ofFrozen isFrozen: Bool) -> [Parameter] {
      blueprint.operations.filter { $0.isFrozen == isFrozen }
        .flatMap { $0.parameters + $0.output.parameters }
    }
    (parameters, frozen) = (weights(ofFrozen: false), weights(ofFrozen: true))
    links[0].keepsGradient = passesGradient
    let last = blueprint.links[blueprint.ends[blueprint.ends.count - 1]]
    self.outputShape = outputShape ?? last.shape
    openEnd = NetworkOutput(last)
    if let loss {
      let head = LossHead(
        loss, output: last, shape: self.outputShape, workers: workers.threads)
      self.head = head
      training = Plan.training(operations, loss: head)
      back = Plan()
    } else {
      head = nil
      training = Plan.forward(operations, training: true, to: last, last: openEnd.take)
      back = Plan.backward(operations, from: last, first: openEnd.give)
    }
    clock = DropoutClock(seed: seed, step: 0)
  }

  // MARK: Training with a loss

  /// Forward in training mode and backward: fills the gradients of all parameters and returns the
  /// batch's mean loss. No weight changes; the running statistics do.
  ///
  /// - Parameters:
  ///   - target: what the output is compared with, `[image]` + the output's shape.
  ///   - weights: how much every value counts (inverse variances, masks), of the target's shape,
  ///     or every pixel with the softmax; the loss is then the weighted mean, 0 if nothing counts.
  /// - Returns: a number that is not finite if the batch or the weights are not.
  public func step(
    _ batch: Tensor, target: Tensor, weights: Tensor? = nil
  ) throws(NetworkError) -> Double {
    try check(batch, "the batch", count: nil, shape: inputShape)
    let images = batch.shape[0]
    try check(target, "the target", count: images, shape: outputShape)
    let head = lossHead
    if let weights, weights.count != images * head.terms {
      throw NetworkError(
        "the weights \(weights.shape) do not fit a batch of \(images) × \(head.terms) values")
    }
    beginStep()
    return run(training, batch, head, target: target, weights: weights, training: true)
  }

  /// The mean loss in inference mode, with the running statistics.
  public func loss(_ batch: Tensor, target: Tensor, weights: Tensor? = nil) -> Double {
    let head = lossHead
    let plan = Plan.forward(operations, training: false, to: head.output) { head.run($0) }
    for chunk in 0..<chunkCount { head.begin(chunk) }
    return run(plan, batch, head, target: target, weights: weights, training: false)
  }

  private var lossHead: LossHead {
    guard let head else { preconditionFailure("a network without a loss") }
    return head
  }

  private func run(
    _ plan: Plan, _ batch: Tensor, _ head: LossHead, target: Tensor, weights: Tensor?,
    training: Bool
  ) -> Double {
    let images = batch.shape[0]
    let mass =
      weights.map { $0.withUnsafeValues { Arrays.sum($0) } }
      ?? Double(images * head.terms)
    target.withUnsafeValues { target in
      (weights ?? batch).withUnsafeValues { weighing in
        guard let start = target.baseAddress else { return }
        head.aim(at: start, weights: weights == nil ? nil : weighing.baseAddress, mass: mass)
        run(plan, batch, training: training, ranks: ranks)
      }
    }
    return mass == 0 ? 0 : head.total(of: Team(workers: workers, ranks: ranks)) / mass
  }

  /// How the processor time of a training step is spent, summed over the threads.
  public func profile(
    _ batch: Tensor, target: Tensor, steps: Int
  ) throws(NetworkError) -> [StepTime] {
    let stopwatch = Stopwatch(training)
    self.stopwatch = stopwatch
    defer { self.stopwatch = nil }
    for _ in 0..<steps { _ = try step(batch, target: target) }
    return stopwatch.times(of: training, images: batch.shape[0], rounds: steps)
  }

  // MARK: Training in two halves

  /// The output in training mode, `[image]` + the output's shape; what `backward` needs is kept.
  public func forward(_ batch: Tensor) throws(NetworkError) -> Tensor {
    precondition(head == nil, "a network with a loss takes whole steps")
    try check(batch, "the batch", count: nil, shape: inputShape)
    beginStep()
    held = batch
    return Tensor(uninitialized: [batch.shape[0]] + outputShape) { out in
      openEnd.output = out.baseAddress
      run(training, batch, training: true)
    }
  }

  /// Fills the gradients of all parameters from the loss's gradient with respect to what `forward`
  /// gave last.
  public func backward(_ gradient: Tensor) throws(NetworkError) {
    guard let held else { preconditionFailure("backward without forward") }
    try check(gradient, "the gradient", count: held.shape[0], shape: outputShape)
    gradient.withUnsafeValues { values in
      openEnd.gradient = values.baseAddress
      run(back, held, training: true, isPrepared: true)
    }
    self.held = nil
  }

  /// How the processor time of a step in two halves is spent, summed over the threads but for the loss between them.
  ///
  /// - Parameter loss: gives the gradient with respect to what `forward` made.
  func profile(
    _ batch: Tensor, steps: Int, loss: (Tensor) throws(NetworkError) -> Tensor
  ) throws(NetworkError) -> [StepTime] {
    let (ahead, behind) = (Stopwatch(training), Stopwatch(back))
    var nanoseconds: UInt64 = 0
    defer { stopwatch = nil }
    for _ in 0..<steps {
      stopwatch = ahead
      let output = try forward(batch)
      let start = threadNanoseconds()
      let gradient = try loss(output)
      nanoseconds += threadNanoseconds() - start
      stopwatch = behind
      try backward(gradient)
    }
    let images = batch.shape[0]
    let seconds = 1e-9 * Double(nanoseconds) / Double(steps)
    return ahead.times(of: training, images: images, rounds: steps)
      + [StepTime(name: "loss", seconds: seconds, multiplyAdds: 0)]
      + behind.times(of: back, images: images, rounds: steps)
  }

  /// The loss's gradient with respect to the input of the latest step, if it was asked for.
  public func inputGradient(images: Int) -> Tensor {
    precondition(links[0].keepsGradient, "a network that does not pass gradients on")
    return Tensor(uninitialized: [images] + inputShape) { out in
      let place = Place(image: 0, worker: 0, chunk: 0, training: true)
      let kept = UnsafeBufferPointer(start: links[0].gradient(place), count: out.count)
      _ = out.initialize(fromContentsOf: kept)
    }
  }

  private func beginStep() {
    clock.step += 1
    for link in links { link.dropout?.begin(clock) }
  }

  func run(
    _ plan: Plan, _ batch: Tensor, training: Bool, isPrepared: Bool = false,
    ranks: Ranks = .alone, stopwatch: Stopwatch? = nil
  ) {
    let images = batch.shape[0]
    precondition(
      Array(batch.shape.dropFirst()) == inputShape,
      "a batch \(batch.shape) for a network of \(inputShape)")
    if !isPrepared { for operation in plan.operations { operation.prepare(training: training) } }
    batch.withUnsafeValues { values in
      guard let start = values.baseAddress else { return }
      links[0].borrow(start)
      if !isPrepared {
        for link in links {
          link.reserve(images: images, training: training)
          link.prepare(training: training)
        }
        for case let operation as DenseOperation in plan.operations {
          operation.reserve(images: images, training: training)
        }
      }
      plan.run(
        images: images, training: training, team: Team(workers: workers, ranks: ranks),
        stopwatch: stopwatch ?? (training ? self.stopwatch : nil))
    }
  }

  private func check(
    _ tensor: Tensor, _ name: String, count: Int?, shape: [Int]
  ) throws(NetworkError) {
    let count = count ?? tensor.shape.first ?? 0
    guard count > 0, tensor.shape == [count] + shape else {
      throw NetworkError(
        "\(name) is \(tensor.shape) where the network takes [image] + \(shape)")
    }
  }
}

extension Network {
  /// What is not trained but has to be stored with the weights: running means and variances, and
  /// what decides the next step's dropout.
  public var state: [NamedTensor] {
    var state = frozen.map { NamedTensor(name: $0.name, values: $0.values) }
    state += links.compactMap(\.normalisation).flatMap { [$0.runningMean, $0.runningVariance] }
    if links.contains(where: { $0.dropout != nil }) {
      state.append(NamedTensor(name: "dropout", values: clock.tensor))
    }
    return state
  }
}
