import Networks
import Tensors

/// The images of a tensor `[image, y, x, channel]`.
struct GivenImages: Dataset {
  let values: Tensor
  var count: Int { values.shape[0] }
  var imageShape: [Int] { Array(values.shape.dropFirst()) }

  func identifier(of index: Int) -> String { "\(index)" }

  func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    let length = values.stride
    for (slot, index) in indices.enumerated() {
      _ = UnsafeMutableBufferPointer(rebasing: batch[slot * length..<(slot + 1) * length])
        .initialize(fromContentsOf: values.values[index * length..<(index + 1) * length])
    }
  }
}
