internal import Tensors

/// A dense layer, the whole batch at once; weights are `[in, out]`. In inference everything is float32,
/// whatever the precision of training.
final class DenseOperation: Operation, FinishedReader, @unchecked Sendable {
  let name: String
  let input: Link, output: Link
  let weights: Parameter
  let learnsBefore: Bool
  let isFrozen: Bool
  private let pointwise: Pointwise
  private let outputPointwise: Pointwise
  private let dense: Dense
  private let precision: Autoencoder.Precision
  private var activated = Buffer(0), gradient = Buffer(0)
  private var narrowActivated = NarrowBuffer(0), narrowGradient = NarrowBuffer(0)
  private let spaces: Buffer

  init(
    name: String, input: Link, output: Link, weights: Parameter, learnsBefore: Bool, isFrozen: Bool,
    precision: Autoencoder.Precision, workers: Int
  ) {
    (self.name, self.input, self.output) = (name, input, output)
    (self.weights, self.learnsBefore, self.precision) = (weights, learnsBefore, precision)
    self.isFrozen = isFrozen
    pointwise = input.pointwise(as: input.shape)
    outputPointwise = output.pointwise(as: output.shape)
    dense = Dense(
      inputs: input.count, outputs: output.count, bfloat16: precision == .bfloat16)
    spaces = Buffer(workers * (dense.gradientSpace + 64))
  }

  var parameters: [Parameter] { [weights] }
  var multiplyAdds: Int { width * units }
  private var width: Int { input.count }
  private var units: Int { output.count }

  func prepare(training: Bool) {
    weights.values.withUnsafeValues { values in
      guard let start = values.baseAddress else { return }
      if training, precision == .bfloat16 {
        dense.packPairs(start, backward: learnsBefore)
      } else {
        dense.pack(start, backward: training && learnsBefore)
      }
    }
  }

  func reserve(images: Int, training: Bool) {
    if activated.count < images * width { activated = Buffer(images * width) }
    if training, gradient.count < images * units { gradient = Buffer(images * units) }
    guard training, precision == .bfloat16 else { return }
    if narrowActivated.count < images * width { narrowActivated = NarrowBuffer(images * width) }
    if narrowGradient.count < images * units { narrowGradient = NarrowBuffer(images * units) }
  }

  /// Writes an image's row of the input matrix.
  func gather(_ place: Place) {
    input.load(
      place, as: pointwise, into: activated.values + place.image * width,
      row: pointwise.rowCount)
    if place.training, precision == .bfloat16 {
      let start = place.image * width
      narrowActivated.take(activated.values + start, count: width, at: start)
    }
  }

  /// Rows of the input matrix and of the gradient with respect to the output, as a training step
  /// reads them.
  private func x(from image: Int) -> Operand {
    precision == .bfloat16
      ? narrowActivated.operand(from: image * width)
      : .float32(UnsafePointer(activated.values + image * width))
  }

  private func dy(from image: Int) -> Operand {
    precision == .bfloat16
      ? narrowGradient.operand(from: image * units)
      : .float32(UnsafePointer(gradient.values + image * units))
  }

  /// The row itself, for whoever makes its numbers.
  func destination(_ place: Place) -> Destination {
    Destination(start: activated.values + place.image * width, row: pointwise.rowCount)
  }

  /// y = x·w, chunk by chunk of the images.
  func forward(images: Int, training: Bool, team: Team) {
    team.forEachChunk { [self] chunk, worker in
      let range = part(chunk, of: chunkCount, count: images)
      guard let first = range.first else { return }
      let place = Place(image: first, worker: worker, chunk: chunk, training: training)
      if training {
        dense.multiply(x(from: first), rows: range.count, into: output.raw(place))
      } else {
        dense.multiply(
          activated.values + first * width, rows: range.count, into: output.raw(place),
          finish: Finish())
      }
      for image in range {
        output.collect(Place(image: image, worker: worker, chunk: chunk, training: training))
      }
    }
  }

  /// dw = xᵀ·dy and dx = dy·wᵀ.
  func backward(images: Int, team: Team) {
    team.forEachChunk { [self] chunk, worker in
      let range = part(chunk, of: chunkCount, count: images)
      guard let first = range.first else { return }
      for image in range {
        output.loadGradient(
          Place(image: image, worker: worker, chunk: chunk, training: true),
          as: outputPointwise, into: gradient.values + image * units, row: units)
        if precision == .bfloat16 {
          narrowGradient.take(gradient.values + image * units, count: units, at: image * units)
        }
      }
      guard learnsBefore else { return }
      let place = Place(image: first, worker: worker, chunk: chunk, training: true)
      dense.multiplyBack(dy(from: first), rows: range.count, into: input.gradient(place))
    }
    shareRows(images: images, team)
    weights.gradient.withUnsafeMutableValues { total in
      guard let dw = total.baseAddress else { return }
      nonisolated(unsafe) let start = dw
      team.workers.forEach(dense.gradientParts) { [self] part, worker in
        dense.setGradient(
          start, part: part, x: x(from: 0), dy: dy(from: 0), images: images,
          space: spaces.values + worker * (dense.gradientSpace + 64))
      }
    }
  }

  /// The sums over images need the rows of other processes, too.
  private func shareRows(images: Int, _ team: Team) {
    guard team.ranks.areSeveral else { return }
    team.shareImages(activated.values, of: images, each: width)
    team.shareImages(gradient.values, of: images, each: units)
    guard precision == .bfloat16 else { return }
    let own = team.ranks.images(of: images, team.ranks.rank)
    for image in 0..<images where !own.contains(image) {
      narrowActivated.take(activated.values + image * width, count: width, at: image * width)
      narrowGradient.take(gradient.values + image * units, count: units, at: image * units)
    }
  }
}
