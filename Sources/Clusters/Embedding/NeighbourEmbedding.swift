internal import Foundation
public import Tensors

/// Sources laid out anew so that neighbours stay together and strangers part: UMAP (McInnes, Healy &
/// Melville 2018, arXiv:1802.03426), which makes clusters of the codes' ridges (McConville et al.
/// 2021, arXiv:1908.05968).
///
/// It begins with eigenvectors of the neighbour graph and goes through the pairs of the neighbour
/// graph in order, on one thread, pulling each together and pushing random others away: the same
/// seed gives the same bits. Of a small set many that are drawn are neighbours; they are not pushed,
/// which would tear apart what pulls hold together.
public struct NeighbourEmbedding: Sendable {
  public var dimensions: Int
  /// How many neighbours of each source, itself counted, are to stay together.
  public var neighbours: Int
  public var epochs: Int
  /// Random others that are pushed away for every pair pulled together.
  public var strangers: Int
  public var seed: UInt64

  public init(
    dimensions: Int = 10, neighbours: Int = 15, epochs: Int = 200, strangers: Int = 5,
    seed: UInt64 = 0
  ) {
    (self.dimensions, self.neighbours, self.epochs) = (dimensions, neighbours, epochs)
    (self.strangers, self.seed) = (strangers, seed)
  }

  /// The places `[source, dimension]` of codes `[source, feature]`.
  public func fit(_ x: Tensor, workers: Workers = .all) throws(ClustersError) -> Tensor {
    try x.requireRows(to: "embed the codes")
    let (sources, width) = (x.shape[0], x.shape[1])
    guard sources > 2 else {
      throw ClustersError("cannot embed \(sources) codes: 3 are needed at least; give more sources")
    }
    guard (1...width).contains(dimensions), (2..<sources).contains(neighbours),
      (1...10_000).contains(epochs), (1...100).contains(strangers), sources <= Int(Int32.max)
    else {
      throw ClustersError(
        "cannot embed \(sources) codes of \(width) units in \(dimensions) dimensions with "
          + "\(neighbours) neighbours, \(epochs) epochs and \(strangers) strangers; there must be "
          + "1 to \(width) dimensions, 2 to \(sources - 1) neighbours, 1 to 10000 epochs "
          + "and 1 to 100 strangers")
    }
    let found = try NearestNeighbours(among: x, workers: workers)
      .search(x, count: neighbours, workers: workers)
    let graph = NeighbourGraph(found, sources: sources, workers: workers)
    var places = try EmbeddingStart(dimensions: dimensions, seed: seed, workers: workers)
      .places(of: x, graph)
    layOut(&places, graph)
    return Tensor(places, shape: [sources, dimensions])
  }

  /// Of more sources less than one in two hundred that are drawn is a neighbour, and looking costs time.
  private static let mostOfASmallSet = 5000

  /// Likeness of two places a distance d apart: 1 / (1 + a·d^(2b)), closest to exp(−d).
  private static let a: Float = 1.9328, b: Float = 0.7905

  private func layOut(_ places: inout [Float], _ graph: NeighbourGraph) {
    let strongest = graph.edges.reduce(Float(0)) { max($0, $1.weight) }
    // An edge is due whenever its weight has added up; too weak ones never would be.
    let edges = graph.edges.filter { $0.weight * Float(epochs) >= strongest }
    let pauses = edges.map { strongest / $0.weight }
    var due = pauses
    var numbers = RandomNumbers.stream(1, seed: seed)
    let sparesNeighbours = places.count / dimensions <= Self.mostOfASmallSet
    let (dimensions, sources) = (dimensions, UInt64(places.count / dimensions))
    places.withUnsafeMutableBufferPointer { places in
      guard let start = places.baseAddress else { return }
      for epoch in 1...epochs {
        let rate = 1 - Float(epoch - 1) / Float(epochs)
        for index in edges.indices where due[index] <= Float(epoch) {
          due[index] += pauses[index]
          let here = start + Int(edges[index].from) * dimensions
          pull(here, start + Int(edges[index].to) * dimensions, rate)
          for _ in 0..<strangers {
            let other = Int(((numbers.next() >> 32) &* sources) >> 32)
            let from = Int(edges[index].from)
            guard other != from, !(sparesNeighbours && graph.joins(from, to: Int32(other))) else {
              continue
            }
            push(here, start + other * dimensions, rate)
          }
        }
      }
    }
  }

  /// Moves both of a pair towards each other.
  private func pull(
    _ here: UnsafeMutablePointer<Float>, _ there: UnsafeMutablePointer<Float>, _ rate: Float
  ) {
    let square = distance(here, there)
    guard square > 0 else { return }
    let power = pow(square, Self.b)
    let slope = -2 * Self.a * Self.b * power / (square * (1 + Self.a * power))
    for axis in 0..<dimensions {
      let move = rate * min(max(slope * (here[axis] - there[axis]), -4), 4)
      here[axis] += move
      there[axis] -= move
    }
  }

  /// Moves the first away from a stranger.
  private func push(
    _ here: UnsafeMutablePointer<Float>, _ stranger: UnsafeMutablePointer<Float>, _ rate: Float
  ) {
    let square = distance(here, stranger)
    guard square > 0 else { return }
    let slope = 2 * Self.b / ((0.001 + square) * (1 + Self.a * pow(square, Self.b)))
    // Beyond this no move would show.
    guard slope > 1e-6 else { return }
    for axis in 0..<dimensions {
      here[axis] += rate * min(max(slope * (here[axis] - stranger[axis]), -4), 4)
    }
  }

  private func distance(
    _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>
  ) -> Float {
    var sum: Float = 0
    for axis in 0..<dimensions { sum += (a[axis] - b[axis]) * (a[axis] - b[axis]) }
    return sum
  }
}
