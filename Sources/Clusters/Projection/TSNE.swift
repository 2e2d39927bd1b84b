internal import Foundation
public import Tensors

/// A map of sources in the plane that keeps neighbours together: t-distributed stochastic neighbour
/// embedding, exact (van der Maaten & Hinton 2008, JMLR 9, 2579).
///
/// Distances over the map mean little; who lies beside whom means much. It begins with the first two
/// principal components, so that the same codes give the same map but for its details.
public struct TSNE: Sendable {
  /// About how many neighbours each source listens to.
  public var perplexity: Double
  public var iterations: Int
  public var seed: UInt64

  /// More sources than this take too long exactly.
  public static let most = 3000

  public init(perplexity: Double = 30, iterations: Int = 500, seed: UInt64 = 0) {
    (self.perplexity, self.iterations, self.seed) = (perplexity, iterations, seed)
  }

  /// The places of codes `[source, feature]`.
  public func map(
    _ x: Tensor, workers: Workers = .all
  ) throws(ClustersError) -> [(x: Double, y: Double)] {
    try x.requireRows(to: "map the codes")
    let count = x.shape[0]
    guard count >= 4, count <= Self.most, perplexity > 1, iterations > 0 else {
      throw ClustersError(
        "cannot map \(count) sources with perplexity \(perplexity): give 4 to \(Self.most) sources, "
          + "a perplexity above 1 and at least one iteration")
    }
    let attraction = try affinities(x, workers)
    var state = try Embedding(start(x, workers))
    for iteration in 0..<iterations {
      // Early on all attractions are stronger, so that groups form before they spread.
      let stage = iteration < iterations / 4
      state.step(
        attraction, exaggeration: stage ? 12 : 1, momentum: stage ? 0.5 : 0.8,
        rate: max(Double(count) / 48, 50), workers)
    }
    return zip(state.x, state.y).map { (x: $0, y: $1) }
  }

  /// The first two principal components, shrunk, with a little noise that parts equal sources.
  private func start(_ x: Tensor, _ workers: Workers) throws(ClustersError) -> [[Double]] {
    let count = x.shape[0]
    let components = min(2, x.shape[1])
    let places = try PCA(components: components).fit(x, workers: workers)
      .encode(x, workers: workers)
    var random = RandomNumbers(seed: seed)
    return (0..<2).map { axis in
      let column = (0..<count).map { axis < components ? Double(places[$0, axis]) : 0 }
      let spread = (column.reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot()
      return column.map { 1e-2 * ($0 / max(spread, 1e-12)) + 1e-4 * random.normal() }
    }
  }

  /// How strongly every pair attracts: symmetric, adding up to one, `[source, source]`.
  private func affinities(_ x: Tensor, _ workers: Workers) throws(ClustersError) -> [Float] {
    let (count, width) = (x.shape[0], x.stride)
    let wanted = log(min(perplexity, Double(count - 1) / 3))
    let pieces = Pieces(of: count, atMost: .max, atLeast: 32)
    let rows: [[Float]] = x.withUnsafeValues { values in
      nonisolated(unsafe) let values = values
      return workers.results(of: pieces.count) { piece in
        pieces[piece].flatMap { row in
          Self.conditional(values, row: row, count: count, width: width, entropy: wanted)
        }
      }
    }
    let flat = rows.flatMap { $0 }
    return [Float](unsafeUninitializedCapacity: count * count) { result, written in
      for i in 0..<count {
        for j in 0..<count {
          let pair = (flat[i * count + j] + flat[j * count + i]) / Float(2 * count)
          result.initializeElement(at: i * count + j, to: pair)
        }
      }
      written = count * count
    }
  }

  /// One source's neighbours under a Gaussian whose width gives the wanted entropy.
  private static func conditional(
    _ values: UnsafeBufferPointer<Float>, row: Int, count: Int, width: Int, entropy wanted: Double
  ) -> [Float] {
    var distances = (0..<count).map { other in
      (0..<width).reduce(Float(0)) { sum, column in
        let difference = values[row * width + column] - values[other * width + column]
        return sum + difference * difference
      }
    }
    let nearest = distances.enumerated().reduce(Float.infinity) {
      $1.offset == row ? $0 : min($0, $1.element)
    }
    for index in distances.indices { distances[index] -= nearest }
    var (precision, low, high) = (1.0, 0.0, Double.infinity)
    var weights = [Float](repeating: 0, count: count)
    for _ in 0..<60 {
      var (sum, weighted) = (0.0, 0.0)
      for other in 0..<count where other != row {
        let weight = exp(-precision * Double(distances[other]))
        weights[other] = Float(weight)
        sum += weight
        weighted += weight * Double(distances[other])
      }
      let entropy = log(sum) + precision * weighted / sum
      for other in 0..<count { weights[other] /= Float(sum) }
      guard abs(entropy - wanted) > 1e-4 else { break }
      if entropy > wanted { low = precision } else { high = precision }
      precision = high.isFinite ? (low + high) / 2 : precision * 2
    }
    return weights
  }
}

/// The map on its way: places, velocities and gains of every source.
private struct Embedding {
  var x, y: [Double]
  private var velocity: [[Double]]
  private var gains: [[Double]]

  init(_ start: [[Double]]) {
    (x, y) = (start[0], start[1])
    velocity = start.map { [Double](repeating: 0, count: $0.count) }
    gains = start.map { [Double](repeating: 1, count: $0.count) }
  }

  /// One step down the gradient, with momentum and a gain for every coordinate.
  mutating func step(
    _ attraction: [Float], exaggeration: Double, momentum: Double, rate: Double,
    _ workers: Workers
  ) {
    let (x, y, count) = (x, y, x.count)
    let pieces = Pieces(of: count, atMost: .max, atLeast: 64)
    let sums = workers.results(of: pieces.count) { piece in
      pieces[piece].map { Self.forces(on: $0, x, y, attraction, exaggeration) }
    }.flatMap { $0 }
    let total = sums.reduce(0) { $0 + $1.closeness }
    let slopes = [
      sums.map { 4 * ($0.pullX - $0.pushX / total) },
      sums.map { 4 * ($0.pullY - $0.pushY / total) },
    ]
    for axis in 0..<2 {
      for index in 0..<count {
        let isSame = (slopes[axis][index] > 0) == (velocity[axis][index] > 0)
        gains[axis][index] =
          max(isSame ? gains[axis][index] * 0.8 : gains[axis][index] + 0.2, 0.01)
        velocity[axis][index] =
          momentum * velocity[axis][index] - rate * gains[axis][index] * slopes[axis][index]
      }
    }
    for index in 0..<count {
      self.x[index] += velocity[0][index]
      self.y[index] += velocity[1][index]
    }
  }

  private struct Forces {
    var closeness = 0.0
    var pullX = 0.0
    var pullY = 0.0
    var pushX = 0.0
    var pushY = 0.0
  }

  private static func forces(
    on source: Int, _ x: [Double], _ y: [Double], _ attraction: [Float], _ exaggeration: Double
  ) -> Forces {
    var forces = Forces()
    let (ownX, ownY, count) = (x[source], y[source], x.count)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        attraction.withUnsafeBufferPointer { attraction in
          let row = source * count
          for other in 0..<count where other != source {
            let (dx, dy) = (ownX - x[other], ownY - y[other])
            let closeness = 1 / (1 + dx * dx + dy * dy)
            let pull = exaggeration * Double(attraction[row + other]) * closeness
            let push = closeness * closeness
            forces.closeness += closeness
            forces.pullX += pull * dx
            forces.pullY += pull * dy
            forces.pushX += push * dx
            forces.pushY += push * dy
          }
        }
      }
    }
    return forces
  }
}
