public import Tensors

extension Tensor {
  /// Some of the rows of `[row, column]`, in the order asked for.
  public func rows(_ rows: some Collection<Int>) -> Tensor {
    let width = shape[1]
    return Tensor(uninitialized: [rows.count, width]) { out in
      withUnsafeValues { values in
        for (place, row) in rows.enumerated() {
          for column in 0..<width { out[place * width + column] = values[row * width + column] }
        }
      }
    }
  }
}
