public import Tensors

extension Autoencoder {
  /// The codes `[image, number]` of a batch `[image, y, x, channel]`, averaged over the symmetries
  /// of the square (the four that keep its sides, for images that are not square): what is left
  /// does not depend on which way up a source was seen.
  public func encodeAveraged(_ batch: Tensor) -> Tensor {
    let shape = Array(batch.shape.dropFirst())
    let (images, length) = (batch.shape[0], shape.reduce(1, *))
    let views = Symmetry.count(of: shape)
    var sum: Tensor?
    for number in 0..<views {
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
      let codes = encode(view)
      guard var total = sum else {
        sum = codes
        continue
      }
      total.withUnsafeMutableValues { total in
        codes.withUnsafeValues { for index in total.indices { total[index] += $0[index] } }
      }
      sum = total
    }
    var mean = sum ?? Tensor(zeros: [images, architecture.codeCount])
    mean.withUnsafeMutableValues { for index in $0.indices { $0[index] /= Float(views) } }
    return mean
  }
}
