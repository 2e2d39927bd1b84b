internal import Foundation
public import Tensors

/// The image that makes a code unit's number largest, found by going up its gradient from weak noise
/// (Erhan et al. 2009, "Visualizing higher-layer features of a deep network").
///
/// The image is held within a ball: its length √Σx² never exceeds `length`. Every step also smooths a
/// little, so that no pixel stands alone (Yosinski et al. 2015, arXiv:1506.06579). No label is asked.
public struct UnitAscent: Sendable {
  public var steps: Int
  /// The largest length of an image; that of typical images makes results look like them.
  public var length: Float
  /// The values a pixel may take; nil for any.
  public var limits: ClosedRange<Float>?
  /// How strongly a step smooths; 0: not at all.
  public var smoothing: Float
  public var seed: UInt64

  public init(
    length: Float, limits: ClosedRange<Float>? = nil, steps: Int = 200, smoothing: Float = 0.02,
    seed: UInt64 = 1
  ) {
    precondition(limits?.contains(0) ?? true, "limits hold 0, or an image could not be shortened")
    (self.length, self.limits, self.steps) = (length, limits, steps)
    (self.smoothing, self.seed) = (smoothing, seed)
  }

  /// An image for every unit, `[unit, y, x, channel]`, and the number that it makes of it.
  public func images(
    of model: Autoencoder, workers: Workers = .all
  ) throws(NetworkError) -> (images: Tensor, numbers: [Float]) {
    let part = try EncoderPart(of: model, activations: .butTheLast, workers: workers)
    let units = part.outputShape.reduce(1, *)
    let (shape, count) = ([units] + part.inputShape, part.inputShape.reduce(1, *))
    var images = Tensor(uninitialized: shape) { values in
      for unit in 0..<units {
        var numbers = RandomNumbers.stream(UInt64(unit), seed: seed)
        for index in unit * count..<(unit + 1) * count {
          values[index] = Float(numbers.normal()) * 0.1 * length / Float(count).squareRoot()
        }
      }
    }
    let wanted = Tensor(
      (0..<units * units).map { $0 / units == $0 % units ? 1 : 0 },
      shape: [units] + part.outputShape)
    for step in 0..<max(steps, 1) {
      let slope = try part.gradient(at: images, of: wanted).gradient
      let stepLength = 0.2 * length * (1 - Float(step) / Float(max(steps, 1)))
      images.withUnsafeMutableValues { values in
        slope.withUnsafeValues { slope in
          for unit in 0..<units {
            let range = unit * count..<(unit + 1) * count
            move(
              .init(rebasing: values[range]), along: .init(rebasing: slope[range]), by: stepLength,
              shape: part.inputShape)
          }
        }
      }
    }
    let outputs = part.outputs(images).values
    return (images, (0..<units).map { outputs[$0 * units + $0] })
  }

  private func move(
    _ image: UnsafeMutableBufferPointer<Float>, along slope: UnsafeBufferPointer<Float>,
    by stepLength: Float, shape: [Int]
  ) {
    let steepness = Self.length(slope)
    let smoothed = smoothing > 0 ? Self.curvature(UnsafeBufferPointer(image), shape) : []
    for index in image.indices {
      if steepness > 0 { image[index] += stepLength * slope[index] / steepness }
      if smoothing > 0 { image[index] += smoothing * smoothed[index] }
      if let limits { image[index] = min(max(image[index], limits.lowerBound), limits.upperBound) }
    }
    let size = Self.length(UnsafeBufferPointer(image))
    guard size > length else { return }
    for index in image.indices { image[index] *= length / size }
  }

  private static func length(_ values: UnsafeBufferPointer<Float>) -> Float {
    Float(values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
  }

  /// Neighbours less the pixel, summed over the up to four of them.
  private static func curvature(_ image: UnsafeBufferPointer<Float>, _ shape: [Int]) -> [Float] {
    let (height, width, channels) = (shape[0], shape[1], shape[2])
    return image.indices.map { index in
      let (y, x) = (index / channels / width, index / channels % width)
      var sum: Float = 0
      if y > 0 { sum += image[index - width * channels] - image[index] }
      if y < height - 1 { sum += image[index + width * channels] - image[index] }
      if x > 0 { sum += image[index - channels] - image[index] }
      if x < width - 1 { sum += image[index + channels] - image[index] }
      return sum
    }
  }
}
