internal import Clusters
package import Tensors

/// The codes of a table, whitened by their own statistics, and an exact search among them.
///
/// A code's units are strongly correlated, and what matters may lie in small differences between them: distances between raw
/// codes do not see it.
package struct CodeSpace: Sendable {
  /// The whitened codes `[source, unit]`.
  package let codes: Tensor
  private let scale: CodeScaling.Fitted
  private let search: NearestNeighbours
  private let workers: Workers

  /// - Parameter codes: `[source, unit]`, as the table has them.
  package init(_ codes: Tensor, workers: Workers = .all) throws {
    scale = try CodeScaling.whitened.fit(codes, workers: workers)
    self.codes = try scale.apply(to: codes, workers: workers)
    search = try NearestNeighbours(among: self.codes, workers: workers)
    self.workers = workers
  }

  package init(of table: SourceTable, workers: Workers = .all) throws {
    let (width, values) = try table.codes()
    try self.init(Tensor(values, shape: [table.table.rowCount, width]), workers: workers)
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
    let query = try scale.apply(to: Tensor(code, shape: [1, code.count]), workers: workers)
    let found = try search.search(query, count: min(count, self.count), workers: workers)
    return (found.indices, found.distances)
  }

  /// Whose distance tells how lonely a source is.
  package static let usualNeighbour = 10

  /// How far every source's `neighbour`-th nearest is: the farther, the less there is like it (Ramaswamy, Rastogi & Shim
  /// 2000, doi:10.1145/342009.335437).
  package func loneliness(byNeighbour neighbour: Int) throws -> [Float] {
    let asked = min(neighbour + 1, count)
    let found = try search.search(codes, count: asked, workers: workers)
    return (0..<count).map { found.distances[($0 + 1) * asked - 1] }
  }
}
