public import Tensors

/// What the channels or units of one layer weigh in the image: for every pixel that they see, how
/// much of it they take.
///
/// Of the first layer these are its weights. Of a later one they are the product of all weights up to
/// it, as if no activation lay between: what the layer would see if all of the units below were on.
public struct Filters: Sendable, Equatable {
  /// Pixels of every pattern.
  public let height: Int, width: Int
  public let channels: Int
  /// Of every channel or unit, `[y, x, channel]`.
  public let patterns: [[Float]]

  /// - Parameter layer: counted from 1 among those with weights.
  public init(
    of model: Autoencoder, layer: Int, workers: Workers = .all
  ) throws(NetworkError) {
    let part = try EncoderPart(of: model, through: layer, activations: .none, workers: workers)
    let (input, output) = (part.inputShape, part.outputShape)
    let place = [output[0] / 2, output[1] / 2]
    let rows = part.field(of: place[0], along: 0), columns = part.field(of: place[1], along: 1)
    let count = output[2], stride = output.reduce(1, *)
    var patterns: [[Float]] = []
    // A unit an image, some at a time: early layers of large images take much memory.
    for first in Swift.stride(from: 0, to: count, by: 64) {
      let some = min(64, count - first)
      let weights = Tensor(uninitialized: [some] + output) { values in
        values.initialize(repeating: 0)
        for unit in 0..<some {
          values[unit * stride + (place[0] * output[1] + place[1]) * count + first + unit] = 1
        }
      }
      let gradient = try part.gradient(at: Tensor(zeros: [some] + input), of: weights).gradient
      gradient.withUnsafeValues { values in
        for unit in 0..<some {
          patterns.append(
            rows.flatMap { y in
              columns.flatMap { x in
                (0..<input[2]).map { channel in
                  values[((unit * input[0] + y) * input[1] + x) * input[2] + channel]
                }
              }
            })
        }
      }
    }
    (height, width, channels, self.patterns) = (rows.count, columns.count, input[2], patterns)
  }

  /// The pattern of a unit in one channel, `[y, x]`.
  public func plane(_ unit: Int, channel: Int) -> [Float] {
    stride(from: channel, to: height * width * channels, by: channels).map { patterns[unit][$0] }
  }
}

extension EncoderPart {
  /// The pixels along one axis (0: y, 1: x) that an output sees, within the image.
  func field(of output: Int, along axis: Int) -> Range<Int> {
    let whole = 0..<inputShape[axis]
    // Outputs step by `jump` pixels; the first begins `border` pixels before the image.
    var (size, jump, border) = (1, 1, 0)
    for layer in layers {
      switch layer {
      case .convolution(_, let kernel, let stride, _):
        size += (kernel - 1) * jump
        border += (kernel / 2 - layer.phase) * jump
        jump *= stride
      case .dense, .transposedConvolution, .reshape: return whole
      default: continue
      }
    }
    let start = output * jump - border
    return (start..<start + size).clamped(to: whole)
  }
}
