import Tensors

extension RandomNumbers {
  /// Normal numbers with zeros of both signs, denormals, tiny and large ones among them.
  ///
  /// - Parameter wild: whether infinities and NaN are among them too.
  mutating func edgeNumbers(_ count: Int, largest: Float = 1e15, wild: Bool = false) -> [Float] {
    let edges: [Float] = [
      0, -0.0, .leastNonzeroMagnitude, -0x1p-140, .leastNormalMagnitude, -1.5e-38, 1, -1, largest,
      -largest,
    ]
    let wildest: [Float] = [.nan, .infinity, -.infinity]
    return (0..<count).map { _ in
      let chance = integer(below: 200)
      if chance < 20 { return edges[chance / 2] }
      return wild && chance < 23 ? wildest[chance - 20] : Float(normal())
    }
  }

  /// A few, many, or a number that leaves every tail; at least 1.
  mutating func awkwardCount() -> Int {
    [1 + integer(below: 40), 1 + integer(below: 700), 4090 + integer(below: 50)][integer(below: 3)]
  }
}
