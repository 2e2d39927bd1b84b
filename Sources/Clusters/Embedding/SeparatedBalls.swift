internal import Foundation

/// Balls moved apart until none reaches into another, their arrangement kept as far as it can be.
package struct SeparatedBalls {
  /// `[ball, dimension]`.
  package private(set) var centres: [Float]
  private let radii: [Float]
  private let dimensions: Int

  private static let rounds = 200
  /// Of more balls the pairs are too many to look at; they stay where they are.
  private static let mostBalls = 1000

  /// - Parameter centres: where the balls begin, `[ball, dimension]` in any unit: they are brought to
  ///   the size of a cube that holds the balls.
  package init(radii: [Float], from centres: [Float], dimensions: Int) {
    (self.radii, self.dimensions) = (radii, dimensions)
    let volume = radii.reduce(0) { $0 + pow(2 * $1, Float(dimensions)) }
    let largest = centres.reduce(Float(0)) { max($0, abs($1)) }
    let scale = largest > 0 ? pow(volume, 1 / Float(dimensions)) / largest : 1
    self.centres = centres.map { $0 * scale }
    guard radii.count <= Self.mostBalls else { return }
    for _ in 0..<Self.rounds where separateOnce() == 0 { return }
  }

  /// Moves every pair that overlaps apart, the smaller ball further; returns how many did.
  private mutating func separateOnce() -> Int {
    var overlaps = 0
    for a in radii.indices {
      for b in radii.indices.dropFirst(a + 1) {
        let wanted = radii[a] + radii[b]
        var step = (0..<dimensions).map {
          centres[b * dimensions + $0] - centres[a * dimensions + $0]
        }
        var distance = step.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard distance < 0.999 * wanted else { continue }
        overlaps += 1
        let missing = wanted - distance
        if distance < 1e-6 * wanted {
          // Concentric balls part along one axis or another.
          step = step.indices.map { $0 == (a + b) % dimensions ? 1 : 0 }
          distance = 1
        }
        for axis in 0..<dimensions {
          let move = step[axis] / distance * missing
          centres[a * dimensions + axis] -= move * radii[b] / wanted
          centres[b * dimensions + axis] += move * radii[a] / wanted
        }
      }
    }
    return overlaps
  }
}
