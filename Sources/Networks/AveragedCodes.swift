public import Tensors

extension Autoencoder {
  /// The codes `[image, number]` of a batch `[image, y, x, channel]`, averaged over the symmetries
  /// of the square: what is left does not depend on which way up a source was seen.
  public func encodeAveraged(_ batch: Tensor) -> Tensor {
    Symmetry.average(over: batch) { encode($0) }
  }
}

extension Classifier {
  /// The probabilities of the classes `[image, class]`, averaged over the symmetries of the square.
  public func probabilitiesAveraged(_ batch: Tensor) -> Tensor {
    Symmetry.average(over: batch) { probabilities($0) }
  }
}

extension Symmetry {
  /// The mean of what is made of the eight views of a batch `[image, y, x, channel]` (of the four
  /// that keep the sides, for images that are not square).
  fileprivate static func average(over batch: Tensor, _ outputs: (Tensor) -> Tensor) -> Tensor {
    let shape = Array(batch.shape.dropFirst())
    let (images, length) = (batch.shape[0], shape.reduce(1, *))
    let views = count(of: shape)
    var mean = outputs(batch)
    for number in 1..<views {
      let view = Tensor(uninitialized: batch.shape) { target in
        batch.withUnsafeValues { source in
          for image in 0..<images {
            let range = image * length..<(image + 1) * length
            Symmetry(number).apply(
              to: UnsafeBufferPointer(rebasing: source[range]), shape: shape,
              writing: UnsafeMutableBufferPointer(rebasing: target[range]))
          }
        }
      }
      let made = outputs(view)
      mean.withUnsafeMutableValues { mean in
        made.withUnsafeValues { for index in mean.indices { mean[index] += $0[index] } }
      }
    }
    mean.withUnsafeMutableValues { for index in $0.indices { $0[index] /= Float(views) } }
    return mean
  }
}
