internal import Foundation
package import Tensors

/// How surely each source and each of its nearest neighbours belong together: the fuzzy graph of UMAP
/// (McInnes, Healy & Melville 2018, arXiv:1802.03426, §3.1).
package struct NeighbourGraph {
  /// A pair of sources, each pair once in either direction, and how surely they belong together.
  package struct Edge: Sendable {
    package var from: Int32
    package var to: Int32
    package var weight: Float

    package init(from: Int32, to: Int32, weight: Float) {
      (self.from, self.to, self.weight) = (from, to, weight)
    }
  }

  /// By their first source, then their second.
  package let edges: [Edge]
  /// Where the edges of every source begin; the last entry is where all end.
  package let starts: [Int]

  /// - Parameter edges: by their first source, then their second.
  package init(edges: [Edge], sources: Int) {
    self.edges = edges
    var starts = [Int](repeating: 0, count: sources + 1)
    for edge in edges { starts[Int(edge.from) + 1] += 1 }
    for source in 0..<sources { starts[source + 1] += starts[source] }
    self.starts = starts
  }

  /// - Parameter neighbours: of every source, itself among them or not.
  package init(_ neighbours: Neighbours, sources: Int, workers: Workers) {
    let count = neighbours.count
    let pieces = Pieces(of: sources)
    let directed = workers.results(of: pieces.count) { piece in
      pieces[piece].flatMap { source in
        Self.surenesses(
          of: source, neighbours[source],
          neighbours.distances[source * count..<(source + 1) * count])
      }
    }.flatMap { $0 }
    self.init(edges: Self.union(directed), sources: sources)
  }

  /// Whether an edge leads from one source to the other.
  package func joins(_ source: Int, to other: Int32) -> Bool {
    var (low, high) = (starts[source], starts[source + 1])
    while low < high {
      let middle = (low + high) / 2
      if edges[middle].to < other { low = middle + 1 } else { high = middle }
    }
    return low < starts[source + 1] && edges[low].to == other
  }

  /// exp(−(d − ρ)/σ), ρ the distance of the nearest, σ such that they add up to log₂ k.
  private static func surenesses(
    of source: Int, _ indices: ArraySlice<Int>, _ distances: ArraySlice<Float>
  ) -> [Edge] {
    let others = zip(indices, distances).filter { $0.0 != source }
    let nearest = Double(others.first { $0.1 > 0 }?.1 ?? 0)
    let wanted = log2(Double(indices.count))
    let beyond = others.map { max(0, Double($0.1) - nearest) }
    var (low, high, sigma) = (0.0, Double.infinity, 1.0)
    for _ in 0..<64 {
      let sum = beyond.reduce(0) { $0 + ($1 > 0 ? exp(-$1 / sigma) : 1) }
      if abs(sum - wanted) < 1e-5 { break }
      if sum > wanted { high = sigma } else { low = sigma }
      sigma = high == .infinity ? 2 * sigma : (low + high) / 2
    }
    let mean = others.reduce(0) { $0 + Double($1.1) } / Double(max(1, others.count))
    sigma = max(sigma, 1e-3 * mean)
    return zip(others, beyond).map { other, beyond in
      Edge(
        from: Int32(source), to: Int32(other.0),
        weight: beyond > 0 && sigma > 0 ? Float(exp(-beyond / sigma)) : 1)
    }
  }

  /// Both directions of a pair made one: a + b − a·b.
  private static func union(_ directed: [Edge]) -> [Edge] {
    var both = directed + directed.map { Edge(from: $0.to, to: $0.from, weight: $0.weight) }
    both.sort { ($0.from, $0.to, $0.weight) < ($1.from, $1.to, $1.weight) }
    var edges: [Edge] = []
    for edge in both {
      if let last = edges.last, last.from == edge.from, last.to == edge.to {
        edges[edges.count - 1].weight = last.weight + edge.weight - last.weight * edge.weight
      } else {
        edges.append(edge)
      }
    }
    return edges
  }
}
