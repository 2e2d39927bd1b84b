internal import Tensors

/// Where a worker unfolds one image of a link inside a border of zeros, and rounds it for training in
/// bfloat16.
struct PaddedInput {
  private let link: Link
  private let pointwise: Pointwise
  private let row: Int, start: Int, size: Int
  private let memory: Buffer
  private let narrow: NarrowBuffer?

  init(
    of link: Link, shape: [Int], border: Int, precision: Autoencoder.Precision, workers: Int
  ) {
    self.link = link
    pointwise = link.pointwise(as: shape)
    row = (shape[1] + 2 * border) * shape[2]
    start = border * (row + shape[2])
    // Workers do not share a cache line.
    size = ((shape[0] + 2 * border) * row + 64 + 15) / 16 * 16
    memory = Buffer(workers * size)
    narrow = precision == .bfloat16 ? NarrowBuffer(workers * size) : nil
  }

  /// What was loaded last.
  func image(_ place: Place) -> UnsafePointer<Float> {
    UnsafePointer(memory.values + place.worker * size)
  }

  /// Where someone else may put the activated numbers of an image.
  func destination(_ place: Place) -> Destination {
    Destination(start: memory.values + place.worker * size + start, row: row)
  }

  /// The activated numbers of an image.
  func load(_ place: Place) -> UnsafePointer<Float> {
    let image = memory.values + place.worker * size
    link.load(place, as: pointwise, into: image + start, row: row)
    return UnsafePointer(image)
  }

  /// An image's gradient with respect to the raw numbers.
  func loadGradient(_ place: Place) -> UnsafePointer<Float> {
    let image = memory.values + place.worker * size
    link.loadGradient(place, as: pointwise, into: image + start, row: row)
    return UnsafePointer(image)
  }

  // MARK: As the products of a training step read it

  /// The activated numbers of an image.
  func operand(_ place: Place) -> Operand { rounded(load(place), place) }

  /// An image's gradient with respect to the raw numbers.
  func gradientOperand(_ place: Place) -> Operand { rounded(loadGradient(place), place) }

  /// What was loaded last.
  func latestOperand(_ place: Place) -> Operand {
    narrow.map { $0.operand(from: place.worker * size) } ?? .float32(image(place))
  }

  private func rounded(_ image: UnsafePointer<Float>, _ place: Place) -> Operand {
    narrow?.take(image, count: size, at: place.worker * size)
    return latestOperand(place)
  }
}
