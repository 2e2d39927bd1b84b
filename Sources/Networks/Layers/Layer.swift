/// What one layer of a network does, as it is written in a model file.
///
/// Images are `[y, x, channel]`. A kernel has an odd number of pixels and its border is zero, half
/// a kernel wide; a convolution of stride 2 halves an image (rounding up), a transposed one doubles
/// it. The pixel (y, x) of the smaller image sees those around (stride·y + phase, stride·x + phase) of the
/// bigger one; the phase is 0 where none is given, or 1. A linear layer straight before a batch normalisation has no bias, which would be without
/// effect there.
public enum Layer: Codable, Sendable, Equatable {
  case convolution(channels: Int, kernel: Int = 3, stride: Int = 1, phase: Int? = nil)
  case transposedConvolution(channels: Int, kernel: Int = 3, stride: Int = 1, phase: Int? = nil)
  case dense(units: Int)
  /// Ioffe & Szegedy 2015, arXiv:1502.03167; over channels of images, or units of dense layers.
  case batchNormalisation
  case relu
  case leakyRelu(slope: Float)
  case sigmoid
  case tanh
  /// Sets a `rate` of the values to zero while training (Srivastava et al. 2014).
  case dropout(rate: Float)
  /// The same numbers under another shape; a dense layer needs none before it.
  case reshape([Int])
  /// Goes on from the numbers after an earlier layer ("encoder.2") or from the "input": a branch.
  case from(String)
  /// Adds the numbers after an earlier layer: a join.
  case add(String)
  /// Appends the channels that lie after an earlier layer: a join.
  case concatenate(String)

  /// How far into the bigger image the first kernel's centre lies, if not on its first pixel.
  var phase: Int {
    switch self {
    case .convolution(_, _, _, let phase), .transposedConvolution(_, _, _, let phase): phase ?? 0
    default: 0
    }
  }

  /// The place whose numbers a branch or join reads besides.
  var place: String? {
    switch self {
    case .from(let place), .add(let place), .concatenate(let place): place
    default: nil
    }
  }
}

extension Layer {
  /// The shape that comes out where `shape` goes in.
  ///
  /// - Parameter earlier: the shape at a branch's or join's place; nil where there is none.
  func shape(
    after shape: [Int], at place: String, earlier: [Int]?
  ) throws(NetworkError) -> [Int] {
    if let other = self.place {
      guard let earlier else {
        throw NetworkError("\(place): there is no layer \(other) before it")
      }
      switch self {
      case .add where earlier != shape:
        throw NetworkError("\(place): \(shape) and \(earlier) of \(other) have no sum")
      case .concatenate:
        guard shape.count == 3, earlier.count == 3, shape[..<2] == earlier[..<2] else {
          throw NetworkError(
            "\(place): the channels of \(earlier) of \(other) cannot follow those of \(shape)")
        }
        return [shape[0], shape[1], shape[2] + earlier[2]]
      default: return earlier
      }
    }
    switch self {
    case .convolution(let channels, let kernel, let stride, let phase):
      let size = try image(shape, channels, kernel, stride, at: place)
      try check(phase, of: kernel, stride, over: size, at: place)
      return [
        (size.height + stride - 1) / stride, (size.width + stride - 1) / stride, channels,
      ]
    case .transposedConvolution(let channels, let kernel, let stride, let phase):
      let size = try image(shape, channels, kernel, stride, at: place)
      try check(
        phase, of: kernel, stride, over: (stride * size.height, stride * size.width), at: place)
      return [size.height * stride, size.width * stride, channels]
    case .dense(let units):
      guard units > 0 else { throw NetworkError("\(place): a dense layer needs units") }
      return [units]
    case .dropout(let rate) where !(rate >= 0 && rate < 1):
      throw NetworkError("\(place): a dropout rate of \(rate) is not from 0 up to, without, 1")
    case .reshape(let wanted):
      guard wanted.allSatisfy({ $0 > 0 }), cappedProduct(wanted) == cappedProduct(shape),
        cappedProduct(wanted) < .max,
        wanted.count == 1 || wanted.count == 3
      else { throw NetworkError("\(place): cannot see \(shape) as \(wanted)") }
      return wanted
    case .batchNormalisation, .relu, .leakyRelu, .sigmoid, .tanh, .dropout, .from, .add,
      .concatenate:
      return shape
    }
  }

  /// How many weights it has where `shape` goes in, biases aside.
  func weightCount(after shape: [Int]) -> Int {
    switch self {
    case .convolution(let channels, let kernel, _, _),
      .transposedConvolution(let channels, let kernel, _, _):
      cappedProduct([kernel, kernel, shape.last ?? 1, channels])
    case .dense(let units): cappedProduct(shape + [units])
    default: 0
    }
  }

  private func image(
    _ shape: [Int], _ channels: Int, _ kernel: Int, _ stride: Int, at place: String
  ) throws(NetworkError) -> (height: Int, width: Int) {
    guard shape.count == 3 else {
      throw NetworkError("\(place): a convolution needs [height, width, channels], not \(shape)")
    }
    guard shape.allSatisfy({ $0 <= 1 << 28 }) else {
      throw NetworkError("\(place): \(shape) is too large for a convolution")
    }
    guard channels > 0 else { throw NetworkError("\(place): a convolution needs channels") }
    guard kernel > 0, kernel % 2 == 1, kernel < 64 else {
      throw NetworkError("\(place): a kernel must be 1, 3, 5, … pixels wide, not \(kernel)")
    }
    guard stride == 1 || stride == 2 else {
      throw NetworkError("\(place): a stride is 1 or 2, not \(stride)")
    }
    return (shape[0], shape[1])
  }

  /// - Parameter size: of the bigger image.
  private func check(
    _ phase: Int?, of kernel: Int, _ stride: Int, over size: (height: Int, width: Int),
    at place: String
  ) throws(NetworkError) {
    guard let phase, phase != 0 else { return }
    guard phase == 1, stride == 2, kernel > 1, size.height % 2 == 0, size.width % 2 == 0 else {
      throw NetworkError(
        "\(place): a phase is 0, or 1 of a kernel of 3 or more with a stride of 2 over even sides; \(phase) of a kernel of "
          + "\(kernel) with a stride of \(stride) over \(size.height)×\(size.width) is neither")
    }
  }
}
