public import Tensors

/// An exact search for the nearest of many codes: blocked products, then the best few of each row.
public struct NearestNeighbours: Sendable {
  private let rows: Rows

  /// The codes `[source, feature]` that are searched.
  public init(among x: Tensor, workers: Workers = .all) throws(ClustersError) {
    try x.requireRows(to: "index the codes for neighbours")
    rows = Rows(x, workers: workers)
  }

  /// The `count` nearest codes of each query `[query, feature]`, nearest first and of equally near
  /// ones the first. A query that is itself among the codes finds itself.
  public func search(
    _ queries: Tensor, count: Int, workers: Workers = .all
  ) throws(ClustersError) -> Neighbours {
    try queries.requireRows(to: "search for neighbours", width: rows.width)
    guard count > 0, count <= rows.count else {
      throw ClustersError(
        "cannot find \(count) neighbours among \(rows.count) codes; ask for 1 to \(rows.count)")
    }
    let queries = Rows(queries, around: rows.origin, workers: workers)
    let pieces = Pieces(of: queries.count, atMost: .max, atLeast: 64)
    let found = workers.results(of: pieces.count) { search(queries, pieces[$0], count) }
    return Neighbours(
      count: count, indices: found.flatMap { $0.map(\.index) },
      distances: found.flatMap { $0.map { Float($0.distance.squareRoot()) } })
  }

  private func search(_ queries: Rows, _ range: Range<Int>, _ count: Int) -> [Neighbour] {
    // A few more than asked for, so that rounding in the products cannot lose a true neighbour.
    let spare = min(rows.count, count + 4)
    var nearest = [NearestFew](repeating: NearestFew(spare), count: range.count)
    let products = UnsafeMutablePointer<Float>.allocate(capacity: range.count * 1024)
    defer { products.deallocate() }
    queries.values.withUnsafeBufferPointer { queryValues in
      rows.values.withUnsafeBufferPointer { values in
        rows.norms.withUnsafeBufferPointer { norms in
          guard let queryValues = queryValues.baseAddress, let values = values.baseAddress,
            let norms = norms.baseAddress
          else { return }
          for block in (0..<rows.count).blocks(of: 1024) {
            MatrixProducts.timesTransposed(
              queryValues + range.lowerBound * queries.stride, stride: queries.stride,
              rows: range.count, values + block.lowerBound * rows.stride, stride: rows.stride,
              columns: block.count, depth: rows.width, scale: -2,
              into: products, stride: block.count)
            for query in 0..<range.count {
              nearest[query].offer(
                products + query * block.count, norms + block.lowerBound, block)
            }
          }
        }
      }
    }
    return range.flatMap { query in
      nearest[query - range.lowerBound].entries
        .map { Neighbour(index: $0.index, distance: distance(of: queries, query, to: $0.index)) }
        .sorted().prefix(count)
    }
  }

  /// The squared distance from differences, in double precision.
  private func distance(of queries: Rows, _ query: Int, to row: Int) -> Double {
    (0..<rows.width).reduce(0) { sum, column in
      let difference = Double(
        queries.values[query * queries.stride + column] - rows.values[row * rows.stride + column])
      return sum + difference * difference
    }
  }
}

/// The neighbours of some queries.
public struct Neighbours: Sendable {
  /// How many each query has.
  public let count: Int
  /// `[query, neighbour]`, nearest first: positions among the codes searched.
  public let indices: [Int]
  /// `[query, neighbour]`: Euclidean distances.
  public let distances: [Float]

  /// The neighbours of one query.
  public subscript(query: Int) -> ArraySlice<Int> {
    indices[query * count..<(query + 1) * count]
  }
}

private struct Neighbour: Comparable, Sendable {
  let index: Int
  let distance: Double

  static func < (left: Neighbour, right: Neighbour) -> Bool {
    (left.distance, left.index) < (right.distance, right.index)
  }
}
