internal import Tensors

extension Tensor {
  /// The first items along the first axis.
  func firstRows(_ count: Int) -> Tensor {
    guard count < shape[0] else { return self }
    return withUnsafeValues {
      Tensor($0.prefix(count * stride), shape: [count] + shape.dropFirst())
    }
  }

  /// Numbers along the last axis, as many as `shape` has there.
  func columns(from first: Int = 0, of shape: [Int]) -> Tensor {
    let (width, wanted) = (self.shape.last ?? 1, shape.last ?? 1)
    return Tensor(uninitialized: shape) { out in
      withUnsafeValues { values in
        for index in out.indices {
          out[index] = values[index / wanted * width + first + index % wanted]
        }
      }
    }
  }
}
