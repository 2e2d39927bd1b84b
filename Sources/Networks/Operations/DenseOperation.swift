internal import Tensors

/// A dense layer, the whole batch at once; weights are `[in, out]`.
final class DenseOperation: Operation, @unchecked Sendable {
  let name: String
  let input: Link, output: Link
  let weights: Parameter
  let learnsBefore: Bool
  private let pointwise: Pointwise
  private let outputPointwise: Pointwise
  private var activated = Buffer(0), gradient = Buffer(0)

  init(name: String, input: Link, output: Link, weights: Parameter, learnsBefore: Bool) {
    (self.name, self.input, self.output) = (name, input, output)
    (self.weights, self.learnsBefore) = (weights, learnsBefore)
    pointwise = input.pointwise(as: input.shape)
    outputPointwise = output.pointwise(as: output.shape)
  }

  var parameters: [Parameter] { [weights] }
  var multiplyAdds: Int { inputs * units }
  private var inputs: Int { input.count }
  private var units: Int { output.count }

  func prepare() {}

  func reserve(images: Int, training: Bool) {
    if activated.count < images * inputs { activated = Buffer(images * inputs) }
    if training, gradient.count < images * units { gradient = Buffer(images * units) }
  }

  /// Writes an image's row of the input matrix.
  func gather(_ place: Place) {
    input.load(
      place, as: pointwise, into: activated.values + place.image * inputs,
      row: pointwise.rowCount)
  }

  /// y = x·w, chunk by chunk of the images.
  func forward(images: Int, training: Bool, workers: Workers) {
    weights.values.withUnsafeValues { weights in
      guard let w = weights.baseAddress else { return }
      nonisolated(unsafe) let start = w
      workers.forEach(chunkCount) { [self] chunk, worker in
        let range = part(chunk, of: chunkCount, count: images)
        guard let first = range.first else { return }
        let place = Place(image: first, worker: worker, chunk: chunk, training: training)
        multiply(
          activated.values + first * inputs, start, into: output.raw(place), rows: range.count,
          inner: inputs, columns: units, strides: (inputs, units, units))
        for image in range {
          output.collect(Place(image: image, worker: worker, chunk: chunk, training: training))
        }
      }
    }
  }

  /// dw = xᵀ·dy and dx = dy·wᵀ.
  func backward(images: Int, workers: Workers) {
    workers.forEach(chunkCount) { [self] chunk, worker in
      for image in part(chunk, of: chunkCount, count: images) {
        output.loadGradient(
          Place(image: image, worker: worker, chunk: chunk, training: true),
          as: outputPointwise, into: gradient.values + image * units, row: units)
      }
    }
    weights.gradient.withUnsafeMutableValues { total in
      guard let dw = total.baseAddress else { return }
      nonisolated(unsafe) let start = dw
      workers.forEach(chunkCount) { [self] piece in
        let (rows, columns) =
          inputs > units
          ? (part(piece, of: chunkCount, count: inputs), 0..<units)
          : (0..<inputs, part(piece, of: chunkCount, count: units))
        multiply(
          activated.values + rows.lowerBound, transposedA: true,
          gradient.values + columns.lowerBound,
          into: start + rows.lowerBound * units + columns.lowerBound, rows: rows.count,
          inner: images, columns: columns.count, strides: (inputs, units, units))
      }
    }
    guard learnsBefore else { return }
    weights.values.withUnsafeValues { weights in
      guard let w = weights.baseAddress else { return }
      nonisolated(unsafe) let start = w
      workers.forEach(chunkCount) { [self] chunk, worker in
        let range = part(chunk, of: chunkCount, count: images)
        guard let first = range.first else { return }
        let place = Place(image: first, worker: worker, chunk: chunk, training: true)
        multiply(
          gradient.values + first * units, start, transposedB: true,
          into: input.gradient(place), rows: range.count, inner: units, columns: inputs,
          strides: (units, units, inputs))
      }
    }
  }
}
