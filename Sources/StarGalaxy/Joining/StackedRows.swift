internal import Tensors

/// The rows of two tensors `[row, column]` counted through, without a copy that holds both.
struct StackedRows {
  let upper, lower: Tensor

  /// Some of the rows, in the order asked for.
  func rows(_ rows: some Collection<Int>) -> Tensor {
    let (above, width) = (upper.shape[0], upper.shape[1])
    return Tensor(uninitialized: [rows.count, width]) { out in
      upper.withUnsafeValues { upper in
        lower.withUnsafeValues { lower in
          for (place, row) in rows.enumerated() {
            let (values, start) = row < above ? (upper, row) : (lower, row - above)
            for column in 0..<width { out[place * width + column] = values[start * width + column] }
          }
        }
      }
    }
  }
}
