internal import Tensors

/// Cluster centres in the coordinates and padding of the rows they belong to.
struct Centres: Sendable {
  let count: Int
  let width: Int
  let stride: Int
  /// `[centre, stride]`.
  private(set) var values: [Float]
  private(set) var norms: [Float]

  init(_ values: [Float], count: Int, width: Int, stride: Int) {
    (self.count, self.width, self.stride, self.values) = (count, width, stride, values)
    norms = (0..<count).map { centre in
      (0..<width).reduce(0) { $0 + values[centre * stride + $1] * values[centre * stride + $1] }
    }
  }

  /// Centres `[centre, feature]` in the coordinates of rows around `origin`.
  init(_ centres: Tensor, around origin: [Float], stride: Int) {
    let (count, width) = (centres.shape[0], centres.shape[1])
    var values = [Float](repeating: 0, count: count * stride)
    centres.withUnsafeValues { centres in
      for index in centres.indices {
        let column = index % width
        values[index / width * stride + column] = centres[index] - origin[column]
      }
    }
    self.init(values, count: count, width: width, stride: stride)
  }

  /// Copies of the rows at `indices`.
  init(_ indices: [Int], of rows: Rows) {
    let values = indices.flatMap { rows.values[$0 * rows.stride..<($0 + 1) * rows.stride] }
    self.init(values, count: indices.count, width: rows.width, stride: rows.stride)
  }
}
