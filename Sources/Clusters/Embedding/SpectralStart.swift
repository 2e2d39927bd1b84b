internal import Foundation
internal import Tensors

/// The slowest ways to spread over a neighbour graph: the leading eigenvectors of its normalised
/// adjacency D^−½ W D^−½ after the first, √d, which is known (Belkin & Niyogi 2003), by subspace
/// iteration.
///
/// Places found there keep what hangs together together, where principal components tear it.
struct SpectralStart {
  private let graph: NeighbourGraph
  private let sources: Int
  /// W_ij / √(d_i d_j) of every edge.
  private let shares: [Float]
  /// √d_i: the first eigenvector, which is known.
  private let first: [Float]

  init(_ graph: NeighbourGraph, sources: Int) {
    (self.graph, self.sources) = (graph, sources)
    var degrees = [Double](repeating: 0, count: sources)
    for edge in graph.edges { degrees[Int(edge.from)] += Double(edge.weight) }
    first = degrees.map { Float($0.squareRoot()) }
    shares = graph.edges.map { edge in
      Float(Double(edge.weight) / (degrees[Int(edge.from)] * degrees[Int(edge.to)]).squareRoot())
    }
  }

  /// Parts of a graph that few edges join are told apart late: small graphs get the rounds for it,
  /// large ones as many as a second allows.
  private static let roundLimits = 120...1000
  private static let multiplyAdds = 500_000_000

  /// `[source, dimension]`, every column of length one.
  func vectors(_ dimensions: Int, seed: UInt64, workers: Workers) -> [Float] {
    let width = dimensions + 1
    let affordable = Self.multiplyAdds / max(1, graph.edges.count * width)
    let iterations = min(max(affordable, Self.roundLimits.lowerBound), Self.roundLimits.upperBound)
    var numbers = RandomNumbers.stream(2, seed: seed)
    var vectors = (0..<sources * width).map { _ in Float(numbers.normal()) }
    for source in 0..<sources { vectors[source * width] = first[source] }
    for iteration in 0..<iterations {
      vectors = spread(vectors, width, workers)
      if iteration % 4 == 3 || iteration == iterations - 1 { orthonormalise(&vectors, width) }
    }
    return (0..<sources * dimensions).map { index in
      vectors[index / dimensions * width + index % dimensions + 1]
    }
  }

  /// (A + 1)/2 times the vectors: the half shift keeps opposite signs from winning.
  private func spread(_ vectors: [Float], _ width: Int, _ workers: Workers) -> [Float] {
    let pieces = Pieces(of: sources)
    return [Float](unsafeUninitializedCapacity: vectors.count) { buffer, count in
      count = vectors.count
      vectors.withUnsafeBufferPointer { vectors in
        guard let out = Shared(buffer) else { return }
        nonisolated(unsafe) let vectors = vectors
        workers.forEach(pieces.count) { piece in
          for source in pieces[piece] {
            let row = out.pointer + source * width
            for column in 0..<width { row[column] = vectors[source * width + column] / 2 }
            for edge in graph.starts[source]..<graph.starts[source + 1] {
              let (share, other) = (shares[edge] / 2, Int(graph.edges[edge].to) * width)
              for column in 0..<width { row[column] += share * vectors[other + column] }
            }
          }
        }
      }
    }
  }

  /// Gram–Schmidt in double precision, the first vectors first.
  private func orthonormalise(_ vectors: inout [Float], _ width: Int) {
    for column in 0..<width {
      for _ in 0..<2 {
        var products = [Double](repeating: 0, count: column)
        for source in 0..<sources {
          let value = Double(vectors[source * width + column])
          for other in 0..<column {
            products[other] += value * Double(vectors[source * width + other])
          }
        }
        for source in 0..<sources {
          var value = Double(vectors[source * width + column])
          for other in 0..<column {
            value -= products[other] * Double(vectors[source * width + other])
          }
          vectors[source * width + column] = Float(value)
        }
      }
      var square = 0.0
      for source in 0..<sources {
        let value = Double(vectors[source * width + column])
        square += value * value
      }
      let scale = square > 0 ? Float(1 / square.squareRoot()) : 0
      for source in 0..<sources { vectors[source * width + column] *= scale }
    }
  }
}
