internal import Tensors

/// The nearest of some centres for rows of sources, and the sums over the rows of each.
struct NearestCentres: Sendable {
  private let tiles: CentreTiles
  private let count: Int
  private let stride: Int
  /// Rows that go through the search and into the sums while they are in the cache.
  private static let rowsInBlock = 256

  init(_ centres: Centres) {
    (count, stride) = (centres.count, centres.stride)
    tiles = centres.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { preconditionFailure("there are no centres") }
      return CentreTiles(
        values, count: centres.count, width: centres.width, stride: centres.stride)
    }
  }

  /// What a search writes, for every row: the nearest centre, of several the first; its score
  /// x·c − |c|²/2, so that the squared distance is |x|² − 2·score; the second best score if
  /// asked for.
  struct Found {
    let nearest: UnsafeMutablePointer<Int32>
    let scores: UnsafeMutablePointer<Float>
    let secondScores: UnsafeMutablePointer<Float>?
  }

  /// Searches for a range of `rows` and returns the sums `[centre, stride]` over the rows of every
  /// centre and how many they are.
  func find(
    _ range: Range<Int>, of rows: Rows, into found: Found
  ) -> (sums: [Float], counts: [Int32]) {
    var sums = [Float](repeating: 0, count: count * stride)
    var counts = [Int32](repeating: 0, count: count)
    let space = tiles.space()
    rows.withRow(0) { values in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let sums = sums.baseAddress else { return }
        for block in range.blocks(of: NearestCentres.rowsInBlock) {
          let (x, nearest) = (values + block.lowerBound * stride, found.nearest + block.lowerBound)
          tiles.nearest(
            to: x, count: block.count, space: space, nearest: nearest,
            scores: found.scores + block.lowerBound,
            secondScores: found.secondScores.map { $0 + block.lowerBound })
          tiles.add(x, count: block.count, nearest: nearest, to: sums, counts: &counts)
        }
      }
    }
    return (sums, counts)
  }
}
