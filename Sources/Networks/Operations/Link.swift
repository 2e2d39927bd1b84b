internal import Tensors

/// What lies between two operations: the raw numbers the first one made, and the normalisation or
/// bias, activation and dropout that the second one applies as it reads them.
///
/// Nothing but the raw numbers is kept for the backward pass. There the second operation leaves
/// the gradient with respect to the activated numbers, and the first one reads it back as the
/// gradient with respect to the raw ones.
final class Link: @unchecked Sendable {
  /// `[height, width, channels]`; units of dense layers are channels of one pixel.
  let shape: [Int]
  let activation: Activation
  let normalisation: Normalisation?
  let bias: Parameter?
  let dropout: Dropout?
  /// Whether a whole-batch operation makes the numbers.
  let ofWholeBatch: Bool
  /// Whether they are read when other images have been through, in inference too.
  var isKept = false
  /// The operation that is the first to give its gradient; the others add theirs. Nil if that is no
  /// operation, but the end of the network.
  weak var firstGiver: (any Operation)?
  /// Whether more than one gives a gradient.
  var hasSeveralGivers = false
  /// How many channels, the first ones, anything before learns from; nil: all of them. The others' gradient need not be made.
  var learnedChannels: Int?
  /// Whether an image's numbers are used up at once, even in training.
  var isPassing = false
  /// Whether the gradient with respect to someone else's numbers is wanted too.
  var keepsGradient = false

  let affine: Affine
  private let sums: ChunkSums
  private var rawOfImages = Buffer(0), gradientOfImages = Buffer(0)
  private let rawOfWorkers: Buffer, gradientOfWorkers: Buffer
  private var borrowed: UnsafePointer<Float>?
  private let own: Pointwise

  init(
    shape: [Int], normalisation: Normalisation? = nil, bias: Parameter? = nil,
    activation: Activation = .identity, dropout: Dropout? = nil, ofWholeBatch: Bool = false,
    workers: Int
  ) {
    (self.shape, self.activation, self.normalisation) = (shape, activation, normalisation)
    (self.bias, self.dropout, self.ofWholeBatch) = (bias, dropout, ofWholeBatch)
    affine = Affine(channels: shape[2])
    let isFixed = normalisation?.isFixed ?? false
    let summed = bias != nil || (normalisation != nil && !isFixed && shape[0] * shape[1] > 1)
    sums = ChunkSums(channels: summed ? shape[2] : 0)
    rawOfWorkers = Buffer(ofWholeBatch ? 0 : workers * shape.reduce(1, *))
    gradientOfWorkers = Buffer(workers * shape.reduce(1, *))
    let isLinear = normalisation == nil && activation == .identity
    own = Pointwise(
      height: shape[0], width: shape[1], channels: shape[2], perValue: false,
      activation: activation,
      isCopy: isLinear && bias == nil, isGradientCopy: isLinear)
  }

  var parameters: [Parameter] {
    (bias.map { [$0] } ?? []) + (normalisation.map { [$0.scale, $0.shift] } ?? [])
  }

  var pixels: Int { shape[0] * shape[1] }
  var channels: Int { shape[2] }
  var count: Int { shape.reduce(1, *) }

  /// Whether the raw numbers are the final ones.
  var isPlain: Bool {
    normalisation == nil && bias == nil && activation == .identity && dropout == nil
  }

  /// Whether the gradients with respect to the raw and to the activated numbers are the same.
  private var isLinear: Bool { normalisation == nil && activation == .identity }

  /// Whether the images' statistics must be known before anyone may read.
  var waitsForBatch: Bool { statistics != nil }

  /// The normalisation, if it goes by the batch in training.
  private var statistics: Normalisation? { normalisation.flatMap { $0.isFixed ? nil : $0 } }

  // MARK: Memory

  func reserve(images: Int, training: Bool) {
    if training, keepsGradient, gradientOfImages.count < images * count {
      gradientOfImages = Buffer(images * count)
    }
    guard borrowed == nil else { return }
    if (training && !isPassing) || ofWholeBatch || isKept, rawOfImages.count < images * count {
      rawOfImages = Buffer(images * count)
    }
    if training, !isPassing, gradientOfImages.count < images * count {
      gradientOfImages = Buffer(images * count)
    }
    if training { dropout?.reserve(images * count) }
  }

  /// Uses someone else's numbers, the images of a batch one after the other.
  func borrow(_ values: UnsafePointer<Float>) { borrowed = values }

  /// Where the raw numbers of an image are written.
  func raw(_ place: Place) -> UnsafeMutablePointer<Float> {
    isPassing || !(place.training || ofWholeBatch || isKept)
      ? rawOfWorkers.values + place.worker * count : rawOfImages.values + place.image * count
  }

  private func read(_ place: Place) -> UnsafePointer<Float> {
    if let borrowed { return borrowed + place.image * count }
    return UnsafePointer(raw(place))
  }

  /// Where an image's gradient with respect to the activated numbers is written.
  func gradient(_ place: Place) -> UnsafeMutablePointer<Float> {
    isPassing
      ? gradientOfWorkers.values + place.worker * count
      : gradientOfImages.values + place.image * count
  }

  /// Has a reader write an image's gradient with respect to the activated numbers; where another did
  /// before, it is added to that.
  func takeGradient(
    _ place: Place, of reader: any Operation, _ write: (UnsafeMutablePointer<Float>) -> Void
  ) {
    guard hasSeveralGivers, firstGiver !== reader else { return write(gradient(place)) }
    let own = gradientOfWorkers.values + place.worker * count
    write(own)
    Arrays.add(
      UnsafeBufferPointer(start: own, count: count), times: 1,
      to: UnsafeMutableBufferPointer(start: gradient(place), count: count))
  }

  // MARK: Forward

  /// How a reader sees the link's images as `shape`, which must be the link's own where numbers
  /// of one channel are not neighbours.
  func pointwise(as shape: [Int]) -> Pointwise {
    if shape == self.shape { return own }
    precondition(pixels == 1 || isPlain, "\(self.shape) cannot be read as \(shape)")
    return Pointwise(
      height: shape[0], width: shape[1], channels: shape[2], perValue: true,
      activation: activation, isCopy: normalisation == nil && bias == nil && activation == .identity
    )
  }

  /// How a reader sees every pixel of the link's images as a row of its own.
  var pointwiseByPixel: Pointwise {
    Pointwise(
      height: pixels, width: 1, channels: channels, perValue: false, activation: activation,
      isCopy: normalisation == nil && activation == .identity && bias == nil)
  }

  /// Sets scale and shift before a run: the running statistics, or what does not depend on any.
  func prepare(training: Bool) {
    if let normalisation {
      if !training || normalisation.isFixed { normalisation.useRunningStatistics(in: affine) }
    } else {
      affine.use(bias: bias)
    }
  }

  func begin(_ chunk: Int) { sums.clear(chunk) }

  /// Takes note of an image whose raw numbers have just been made.
  func collect(_ place: Place) {
    guard place.training else { return }
    dropout?.draw(image: place.image, count: count)
    if statistics != nil, pixels > 1 {
      addSums(of: read(place), pixels: pixels, channels: channels, to: sums[place.chunk])
    }
  }

  /// Makes ready for reading, once every image has been made.
  func finish(images: Int, team: Team) {
    guard let normalisation = statistics else { return }
    if pixels > 1 {
      normalisation.takeMoments(sums.total(of: team), count: images * pixels)
    } else {
      team.shareImages(rawOfImages.values, of: images, each: count)
      normalisation.takeMoments(of: rawOfImages.values, rows: images, workers: team.workers)
    }
    normalisation.useBatchStatistics(in: affine, count: images * pixels)
  }

  /// Writes the activated numbers of an image.
  func load(
    _ place: Place, as pointwise: Pointwise, into out: UnsafeMutablePointer<Float>, row: Int
  ) {
    pointwise.activate(
      read(place), scale: affine.scale.values, shift: affine.shift.values, into: out, outRow: row)
    if place.training {
      dropout?.apply(
        to: out, rows: pointwise.rows, width: pointwise.rowCount, row: row, image: place.image)
    }
  }

  // MARK: Backward

  /// Takes note of an image whose gradient has just been made.
  func collectGradient(_ place: Place) {
    dropout?.apply(toGradient: gradient(place), image: place.image, count: count)
    if bias != nil || (statistics != nil && pixels > 1) {
      own.addGradientSums(
        gradient(place), read(place), scale: affine.scale.values, shift: affine.shift.values,
        to: sums[place.chunk])
    }
  }

  /// Makes ready for reading the gradient with respect to the raw numbers, once every image's has
  /// been made.
  func finishGradient(images: Int, team: Team) {
    if let normalisation, normalisation.isFixed {
      normalisation.useFixedGradient(in: affine)
    } else if let normalisation {
      if pixels > 1 {
        normalisation.takeGradient(sums.total(of: team), in: affine, count: images * pixels)
      } else {
        team.shareImages(gradientOfImages.values, of: images, each: count)
        normalisation.takeGradient(
          gradientOfImages.values, rawOfImages.values, activation: activation, in: affine,
          rows: images, workers: team.workers)
      }
    } else if let bias {
      let total = sums.total(of: team)
      bias.gradient.withUnsafeMutableValues { gradient in
        for channel in 0..<channels { gradient[channel] = Float(total[channel]) }
      }
    }
  }

  /// Writes an image's gradient with respect to the raw numbers.
  func loadGradient(
    _ place: Place, as pointwise: Pointwise, into out: UnsafeMutablePointer<Float>, row: Int
  ) {
    pointwise.unactivate(
      gradient(place), read(place), scale: affine.scale.values, shift: affine.shift.values,
      k0: affine.k0.values, k1: affine.k1.values, k2: affine.k2.values, into: out, outRow: row)
  }
}
