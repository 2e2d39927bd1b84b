internal import Foundation
internal import Tensors

/// Where an embedding begins: each part of the neighbour graph laid out by itself (`SpectralStart`),
/// the parts side by side.
///
/// Eigenvectors of the whole graph would tell parts that no edge joins from one another and nothing
/// else: each would begin as a heap, and the first pushes tear heaps apart.
struct EmbeddingStart {
  let dimensions: Int
  let seed: UInt64
  let workers: Workers

  /// The largest coordinate that an embedding begins with.
  private static let reach: Float = 7

  /// Places `[source, dimension]` for codes `[source, feature]`, a little shaken.
  func places(of codes: Tensor, _ graph: NeighbourGraph) throws(ClustersError) -> [Float] {
    let parts = GraphPart.all(of: graph, sources: codes.shape[0])
    let laid = parts.count == 1 ? layOut(parts[0], number: 0) : try sideBySide(parts, codes)
    var numbers = RandomNumbers.stream(0, seed: seed)
    return Self.scaled(laid, to: Self.reach).map { $0 + Float(1e-4 * numbers.normal()) }
  }

  private static func scaled(_ places: [Float], to reach: Float) -> [Float] {
    let largest = places.reduce(Float(0)) { max($0, abs($1)) }
    let scale = largest > 0 ? reach / largest : 1
    return places.map { $0 * scale }
  }

  /// Every part inside a ball of its own, as large as its sources are many.
  private func sideBySide(_ parts: [GraphPart], _ codes: Tensor) throws(ClustersError) -> [Float] {
    let radii = parts.map { pow(Float($0.members.count), 1 / Float(dimensions)) }
    let centres = SeparatedBalls(
      radii: radii, from: try centroids(of: parts, codes), dimensions: dimensions
    ).centres
    var places = [Float](repeating: 0, count: codes.shape[0] * dimensions)
    for (number, part) in parts.enumerated() {
      let own = Self.scaled(layOut(part, number: number), to: radii[number])
      for (row, source) in part.members.enumerated() {
        for axis in 0..<dimensions {
          places[source * dimensions + axis] =
            centres[number * dimensions + axis] + own[row * dimensions + axis]
        }
      }
    }
    return places
  }

  /// The places inside one part; those of so few sources that they have too few eigenvectors are
  /// drawn.
  private func layOut(_ part: GraphPart, number: Int) -> [Float] {
    let count = part.members.count
    guard count > 2 * dimensions else {
      var numbers = RandomNumbers.stream(3 + UInt64(number), seed: seed)
      return (0..<count * dimensions).map { _ in Float(numbers.normal()) }
    }
    return SpectralStart(part.graph, sources: count)
      .vectors(dimensions, seed: seed, workers: workers)
  }

  /// The parts' mean codes along their own principal components, `[part, dimension]`; zero along
  /// dimensions that so few parts do not span.
  private func centroids(
    of parts: [GraphPart], _ codes: Tensor
  ) throws(ClustersError) -> [Float] {
    let (width, values) = (codes.shape[1], codes.values)
    let means = parts.flatMap { part in
      (0..<width).map { feature in
        let sum = part.members.reduce(0.0) { $0 + Double(values[$1 * width + feature]) }
        return Float(sum / Double(part.members.count))
      }
    }
    let centroids = Tensor(means, shape: [parts.count, width])
    let spanned = min(dimensions, parts.count - 1, width)
    let components = try PCA(components: spanned).fit(centroids, seed: seed, workers: workers)
      .encode(centroids, workers: workers)
    return parts.indices.flatMap { part in
      (0..<dimensions).map { $0 < spanned ? components.values[part * spanned + $0] : 0 }
    }
  }
}
