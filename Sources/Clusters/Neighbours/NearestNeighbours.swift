public import Tensors

/// An exact search for the nearest of many codes: the distances of a block of queries and codes are
/// never stored; only those below the worst of a query's best few so far leave the registers.
public struct NearestNeighbours: Sendable {
  private let rows: Rows
  private let panels: PointPanels
  /// Queries that share a pass over the codes (whole tiles of every kernel), and codes that pass by
  /// before the limits are new: few at first, where nearly all get past them.
  private static let (queriesAtOnce, codesAtOnce) = (108, 1024)
  /// Few queries part the codes among the threads, into at most so many parts of at least so many.
  private static let (mostParts, codesInPart) = (8, 16_384)

  /// The codes `[source, feature]` that are searched.
  public init(among x: Tensor, workers: Workers = .all) throws(ClustersError) {
    try x.requireRows(to: "index the codes for neighbours")
    let rows = Rows(x, workers: workers)
    guard rows.norms.allSatisfy({ $0.isFinite }) else {
      throw ClustersError(
        "cannot index the codes for neighbours: their squared distances overflow; standardise the "
          + "codes first")
    }
    self.rows = rows
    panels = rows.withRow(0) { values in
      PointPanels(
        values, count: rows.count, width: rows.width, stride: rows.stride, workers: workers)
    }
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
    let pieces = Pieces(of: queries.count, atMost: .max, atLeast: Self.queriesAtOnce)
    let granules = (rows.count + PointPanels.granule - 1) / PointPanels.granule
    let parts = Pieces(
      of: granules, atMost: max(1, Self.mostParts / pieces.count),
      atLeast: Self.codesInPart / PointPanels.granule)
    let found = workers.results(of: pieces.count * parts.count) {
      let part = parts[$0 % parts.count]
      let codes = part.lowerBound * PointPanels.granule..<part.upperBound * PointPanels.granule
      return search(
        queries, pieces[$0 / parts.count], among: codes.clamped(to: 0..<rows.count), count)
    }
    let neighbours = (0..<queries.count).flatMap { query in
      let (piece, place) = query.quotientAndRemainder(dividingBy: pieces.rowsInPiece)
      let near = found[piece * parts.count..<(piece + 1) * parts.count].flatMap { $0[place] }
      return (parts.count > 1 ? near.sorted() : near).prefix(count)
    }
    return Neighbours(
      count: count, indices: neighbours.map(\.index),
      distances: neighbours.map { Float($0.distance.squareRoot()) })
  }

  /// The nearest of a part of the codes, which begins at whole panels, for every query of a range.
  private func search(
    _ queries: Rows, _ range: Range<Int>, among codes: Range<Int>, _ count: Int
  ) -> [[Neighbour]] {
    // A few more than asked for, so that rounding in the products cannot lose a true neighbour.
    var nearest = [NearestFew](
      repeating: NearestFew(min(codes.count, count + 4)), count: range.count)
    let tiles = queries.withRow(range.lowerBound) { values in
      CentreTiles(
        values, count: range.count, width: rows.width, stride: rows.stride, distances: false)
    }
    let room = range.count * Self.codesAtOnce
    var limits = [Float](repeating: -.infinity, count: range.count)
    var found = [Int](repeating: 0, count: range.count)
    var places = [Int32](repeating: 0, count: room)
    var scores = [Float](repeating: 0, count: room)
    var (first, size) = (codes.lowerBound, PointPanels.granule)
    while first < codes.upperBound {
      let block = min(size, codes.upperBound - first)
      tiles.findAbove(
        limits, among: panels, first: first, count: block, places: &places, scores: &scores,
        found: &found)
      for query in 0..<range.count where found[query] > 0 {
        for hit in query * block..<query * block + found[query] {
          nearest[query].offer(scores[hit], of: first + Int(places[hit]))
        }
        limits[query] = nearest[query].limit
      }
      first += block
      size = min(Self.codesAtOnce, 2 * size)
    }
    return zip(range, nearest).map { query, nearest in
      let near = nearest.entries.map {
        Neighbour(index: $0.index, distance: distance(of: queries, query, to: $0.index))
      }
      return Array(near.sorted().prefix(count))
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
