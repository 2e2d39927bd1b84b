internal import Tensors

/// Sources as the distance kernels want them: centred on the column means, so that
/// |x|² − 2x·c + |c|² loses no digits, and each row padded with zeros to whole vectors.
struct Rows: Sendable {
  let count: Int
  let width: Int
  /// The distance from one row to the next: `width` rounded up to eight.
  let stride: Int
  /// What was subtracted from every column.
  let origin: [Float]
  /// `[row, stride]`.
  let values: [Float]
  /// |x|² of every row.
  let norms: [Float]

  /// The rows of `x` `[source, feature]` around `origin`, or around their mean where none is given.
  init(_ x: Tensor, around given: [Float]? = nil, workers: Workers) {
    let (count, width) = (x.shape[0], x.shape[1])
    let stride = (width + 7) / 8 * 8
    let (pieces, points) = (Pieces(of: count), Points(width: width, stride: stride))
    let origin = given ?? Rows.means(of: x, pieces, workers)
    var norms = [Float](repeating: 0, count: count)
    values = [Float](unsafeUninitializedCapacity: count * stride) { buffer, initialized in
      norms.withUnsafeMutableBufferPointer { norms in
        x.withUnsafeValues { x in
          guard let rows = Shared(buffer), let norms = Shared(norms), let x = x.baseAddress
          else { return }
          nonisolated(unsafe) let first = x
          workers.forEach(pieces.count) { piece in
            let start = pieces[piece].lowerBound
            points.centre(
              first + start * width, count: pieces[piece].count, around: origin,
              into: rows.pointer + start * stride, norms: norms.pointer + start)
          }
        }
      }
      initialized = count * stride
    }
    (self.count, self.width, self.stride) = (count, width, stride)
    (self.origin, self.norms) = (origin, norms)
  }

  /// Calls `body` with the values from `row` on.
  func withRow<Result>(_ row: Int, _ body: (UnsafePointer<Float>) -> Result) -> Result {
    values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { preconditionFailure("there are no rows") }
      return body(start + row * stride)
    }
  }

  private static func means(of x: Tensor, _ pieces: Pieces, _ workers: Workers) -> [Float] {
    let width = x.shape[1]
    let points = Points(width: width, stride: width)
    let sums = x.withUnsafeValues { x in
      nonisolated(unsafe) let x = x
      return workers.results(of: pieces.count) { piece in
        var sums = [Double](repeating: 0, count: width)
        if let first = x.baseAddress {
          points.addColumns(
            of: first + pieces[piece].lowerBound * width, count: pieces[piece].count, to: &sums)
        }
        return sums
      }
    }
    let total = sums.reduce(into: [Double](repeating: 0, count: width)) { total, sums in
      for column in 0..<width { total[column] += sums[column] }
    }
    return total.map { Float($0 / Double(x.shape[0])) }
  }
}

extension Tensor {
  /// Checks that this is `[source, feature]` with finite values and something in it.
  package func requireRows(to purpose: String, width expected: Int? = nil) throws(ClustersError) {
    guard shape.count == 2 else {
      throw ClustersError(
        "cannot \(purpose): the codes have shape \(shape); give them as [source, feature]")
    }
    guard shape[0] > 0, shape[1] > 0 else {
      throw ClustersError("cannot \(purpose): there are no codes (shape \(shape))")
    }
    if let expected, shape[1] != expected {
      throw ClustersError(
        "cannot \(purpose): the codes have \(shape[1]) features, but \(expected) were fitted; "
          + "use codes of the same model")
    }
    let broken = withUnsafeValues { values in values.firstIndex { !$0.isFinite } }
    if let broken {
      throw ClustersError(
        "cannot \(purpose): feature \(broken % shape[1]) of source \(broken / shape[1]) is not "
          + "a finite number; drop that source or encode it again")
    }
  }
}
