internal import Tensors

/// The loss at the end of a network, image by image.
final class LossHead: @unchecked Sendable {
  let output: Link
  private let loss: LossSum
  private let pointwise: Pointwise
  private let values: Buffer
  private let sums: UnsafeMutablePointer<Double>
  private var target: UnsafePointer<Float>?, weights: UnsafePointer<Float>?
  private var rate: Float = 0
  private let perPixel: Bool

  init(_ loss: Loss, output: Link, shape: [Int], workers: Int) {
    self.output = output
    pointwise = output.pointwise(as: output.shape)
    values = Buffer(workers * output.count)
    sums = .allocate(capacity: chunkCount)
    sums.update(repeating: 0, count: chunkCount)
    perPixel = loss == .softmaxCrossEntropy
    let kind: LossSum.Kind =
      switch loss {
      case .meanSquaredError: .squaredError
      case .binaryCrossEntropy: .binaryCrossEntropy
      case .softmaxCrossEntropy: .softmaxCrossEntropy
      }
    self.loss = LossSum(kind, pixels: shape[0] * shape[1], channels: shape[2])
    terms = perPixel ? shape[0] * shape[1] : output.count
  }

  deinit { sums.deallocate() }

  /// Values, or pixels, of one image that the loss is a mean over.
  let terms: Int

  /// What the next batch is compared with; the loss is Σ divided by `mass`.
  func aim(at target: UnsafePointer<Float>, weights: UnsafePointer<Float>?, mass: Double) {
    (self.target, self.weights, rate) = (target, weights, mass == 0 ? 0 : Float(1 / mass))
  }

  func begin(_ chunk: Int) { sums[chunk] = 0 }

  /// Adds the loss of an image and, in training, leaves its gradient at the output.
  func run(_ place: Place) {
    guard let target else { return }
    let y = values.values + place.worker * output.count
    output.load(place, as: pointwise, into: y, row: pointwise.rowCount)
    sums[place.chunk] += loss(
      y, target: target + place.image * output.count,
      weights: weights.map { $0 + place.image * terms }, rate: rate,
      gradient: place.training ? output.gradient(place) : nil)
  }

  /// Σ over all images.
  func total(of team: Team) -> Double {
    team.shareChunks(sums, each: 1)
    return (0..<chunkCount).reduce(0) { $0 + sums[$1] }
  }
}
