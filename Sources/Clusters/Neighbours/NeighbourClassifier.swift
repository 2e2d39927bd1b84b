public import Tensors

/// Classes by the vote of the nearest labelled sources, nearer ones first where votes are even.
public struct NeighbourClassifier: LabelModel {
  private let search: NearestNeighbours
  private let classes: [Int]
  private let names: Int
  public let neighbours: Int

  /// - Parameters:
  ///   - codes: `[source, feature]` of the labelled sources.
  ///   - classes: their classes, counted from 0.
  ///   - count: how many classes there are, if not only those that occur.
  public init(
    codes: Tensor, classes: [Int], of count: Int? = nil, neighbours: Int = 1,
    workers: Workers = .all
  ) throws(ClustersError) {
    guard codes.shape.first == classes.count, classes.allSatisfy({ $0 >= 0 }) else {
      throw ClustersError(
        "cannot learn from neighbours: \(codes.shape.first ?? 0) codes have \(classes.count) "
          + "classes; one is needed for each, counted from 0")
    }
    search = try NearestNeighbours(among: codes, workers: workers)
    (self.classes, self.neighbours) = (classes, neighbours)
    names = count ?? (classes.max() ?? 0) + 1
  }

  /// The classes of codes `[source, feature]`.
  public func classify(_ codes: Tensor, workers: Workers = .all) throws(ClustersError) -> [Int] {
    let found = try search.search(codes, count: neighbours, workers: workers)
    return (0..<codes.shape[0]).map { source in
      var votes = [Int](repeating: 0, count: names)
      for neighbour in found[source] { votes[classes[neighbour]] += 1 }
      let most = votes.max() ?? 0
      let winner = found[source].first { votes[classes[$0]] == most }
      return winner.map { classes[$0] } ?? 0
    }
  }
  /// The shares of the votes `[source, class]`; nearer ones count a trifle more, so that even votes
  /// go to the nearest.
  public func probabilities(_ codes: Tensor, workers: Workers) throws(ClustersError) -> Tensor {
    let found = try search.search(codes, count: neighbours, workers: workers)
    return Tensor(uninitialized: [codes.shape[0], names]) { shares in
      shares.update(repeating: 0)
      for source in 0..<codes.shape[0] {
        for (place, neighbour) in found[source].enumerated() {
          let vote = (1 - 1e-3 * Float(place) / Float(neighbours)) / Float(neighbours)
          shares[source * names + classes[neighbour]] += vote
        }
      }
    }
  }
}
