package import Clusters
package import Ranks
package import Tensors

/// The codes of a table, whitened by their own statistics, or the pixels of images, and an exact search among them.
///
/// A code's units are strongly correlated, and what matters may lie in small differences between them: distances between raw
/// codes do not see it.
package struct CodeSpace: Sendable {
  /// The codes that are compared `[source, unit]`.
  package let codes: Tensor
  /// None where they are compared as they are.
  private let scale: CodeScaling.Fitted?
  private let search: NearestNeighbours
  private let workers: Workers
  private let ranks: Ranks

  /// - Parameters:
  ///   - codes: `[source, unit]`, as the table has them.
  ///   - scaling: how they are made comparable; nil to take them as they are, as pixels.
  ///   - ranks: who looks for the neighbours of a part of the sources each; all get to know all.
  package init(
    _ codes: Tensor, scaling: CodeScaling? = .whitened, workers: Workers = .all,
    ranks: Ranks = .alone
  ) throws {
    scale = try scaling?.fit(codes, workers: workers)
    self.codes = try scale?.apply(to: codes, workers: workers) ?? codes
    search = try NearestNeighbours(among: self.codes, workers: workers)
    (self.workers, self.ranks) = (workers, ranks)
  }

  package init(
    of table: SourceTable, workers: Workers = .all, ranks: Ranks = .alone
  ) throws {
    let (width, values) = try table.codes()
    try self.init(
      Tensor(values, shape: [table.table.rowCount, width]), workers: workers, ranks: ranks)
  }

  package var count: Int { codes.shape[0] }

  /// The sources whose codes are nearest to that of a source, the nearest first, itself the first of all.
  package func nearest(to row: Int, count: Int) throws -> (rows: [Int], distances: [Float]) {
    let width = codes.shape[1]
    let query = codes.withUnsafeValues { Array($0[row * width..<(row + 1) * width]) }
    let found = try search.search(
      Tensor(query, shape: [1, width]), count: min(count, self.count), workers: workers)
    return (found.indices, found.distances)
  }

  /// The sources nearest to a code of the same model that is none of theirs.
  package func nearest(toCode code: [Float], count: Int) throws -> (
    rows: [Int], distances: [Float]
  ) {
    let code = Tensor(code, shape: [1, code.count])
    let query = try scale?.apply(to: code, workers: workers) ?? code
    let found = try search.search(query, count: min(count, self.count), workers: workers)
    return (found.indices, found.distances)
  }

  /// Whose distance tells how lonely a source is.
  package static let usualNeighbour = 10

  /// How far every source's `neighbour`-th nearest is: the farther, the less there is like it (Ramaswamy, Rastogi & Shim
  /// 2000, doi:10.1145/342009.335437).
  package func loneliness(byNeighbour neighbour: Int) throws -> [Float] {
    try loneliness(of: Array(0..<count), among: search, count: count, byNeighbour: neighbour)
  }

  /// Of some sources those whose `neighbour`-th nearest of all is farthest, the loneliest first, of equally lonely ones the
  /// first; exact.
  ///
  /// Among a part of all sources it is at least as far as among all. So most are known to be less lonely than those
  /// looked at first without a search through all: ever fewer are left for ever larger parts, and time grows with
  /// their number, not with its square.
  ///
  /// - Parameter part: how many sources make up the first part.
  package func loneliest(
    _ wanted: Int, of rows: [Int], byNeighbour neighbour: Int, part: Int = 20_000
  ) throws -> [(row: Int, distance: Float)] {
    var limits = try limits(of: rows, byNeighbour: neighbour, part: part)
    var order = rows.indices.sorted { (-limits[$0], $0) < (-limits[$1], $1) }
    var found: [(row: Int, distance: Float)] = []
    /// Whether a source may belong to those that are wanted; both distances are rounded.
    func isOpen(_ place: Int) -> Bool {
      guard found.count == wanted, let last = found.last else { return true }
      return limits[place] * 1.00001 >= last.distance
    }
    var size = part
    while !order.isEmpty {
      let block = order.prefix(max(wanted, 1024))
      let distances = try loneliness(
        of: block.map { rows[$0] }, among: search, count: count, byNeighbour: neighbour)
      found += zip(block, distances).map { (rows[$0], $1) }
      found.sort { (-$0.distance, $0.row) < (-$1.distance, $1.row) }
      found.removeLast(max(0, found.count - wanted))
      order = order.dropFirst(block.count).filter(isOpen)
      // A part that is nearly all is no shorter way.
      size *= 4
      guard size < count / 2, order.count > block.count else { continue }
      let nearer = try self.limits(of: order.map { rows[$0] }, byNeighbour: neighbour, part: size)
      for (place, limit) in zip(order, nearer) { limits[place] = min(limits[place], limit) }
      order = order.filter(isOpen).sorted { (-limits[$0], $0) < (-limits[$1], $1) }
    }
    return found
  }

  /// How far the `neighbour`-th nearest of some sources is at most, by a part of all.
  private func limits(of rows: [Int], byNeighbour neighbour: Int, part: Int) throws -> [Float] {
    let some = Array(stride(from: 0, to: count, by: max(1, count / part)))
    return try loneliness(
      of: rows, among: NearestNeighbours(among: codes.rows(some), workers: workers),
      count: some.count, byNeighbour: neighbour)
  }

  /// How far the `neighbour`-th nearest of some sources is, searched among `count`; a few at a time, since every search holds
  /// all that it finds.
  private func loneliness(
    of rows: [Int], among search: NearestNeighbours, count: Int, byNeighbour neighbour: Int
  ) throws -> [Float] {
    let asked = min(neighbour + 1, count)
    let own = ranks.own(of: rows.count)
    var distances = try stride(from: own.lowerBound, to: own.upperBound, by: 1 << 17).flatMap {
      let some = Array(rows[$0..<min($0 + (1 << 17), own.upperBound)])
      let found = try search.search(codes.rows(some), count: asked, workers: workers)
      return some.indices.map { found.distances[($0 + 1) * asked - 1] }
    }
    ranks.join(&distances) { ranks.part(of: rows.count, $0).count }
    return distances
  }
}
