/// What each row and column of an image takes from a lattice of 7 × 7 points, four of them each:
/// uniform cubic B-splines over 4 × 4 cells that cover the image.
package struct SplineLattice: Sendable {
  package static let cells = 4
  package static let side = cells + 3
  package static let points = side * side

  private struct Share: Sendable {
    /// The first of the four points.
    let first: Int
    let weights: SIMD4<Float>

    init(_ index: Int, of count: Int) {
      let place = (Float(index) + 0.5) / Float(count) * Float(SplineLattice.cells)
      first = min(Int(place), SplineLattice.cells - 1)
      let t = place - Float(first)
      let rest = 1 - t
      weights =
        SIMD4(
          rest * rest * rest, 3 * t * t * t - 6 * t * t + 4,
          3 * rest * rest * rest - 6 * rest * rest + 4, t * t * t) / 6
    }
  }

  private let rows, columns: [Share]

  /// - Parameter shape: of the images, `[height, width, channels]`.
  package init(of shape: [Int]) {
    rows = (0..<shape[0]).map { Share($0, of: shape[0]) }
    columns = (0..<shape[1]).map { Share($0, of: shape[1]) }
  }

  /// The lattice's values `[x then y, column]` on row `y` of the image.
  func mixRows(of lattice: [Float], at y: Int, into row: UnsafeMutableBufferPointer<Float>) {
    let share = rows[y]
    for axis in 0..<2 {
      for column in 0..<Self.side {
        var sum: Float = 0
        for k in 0..<4 {
          sum +=
            share.weights[k]
            * lattice[axis * Self.points + (share.first + k) * Self.side + column]
        }
        row[axis * Self.side + column] = sum
      }
    }
  }

  /// The displacement at column `x` of the row that `mixRows` made.
  func displacement(_ row: UnsafeMutableBufferPointer<Float>, at x: Int) -> (x: Float, y: Float) {
    let share = columns[x]
    var moved: (x: Float, y: Float) = (0, 0)
    for k in 0..<4 {
      moved.x += share.weights[k] * row[share.first + k]
      moved.y += share.weights[k] * row[Self.side + share.first + k]
    }
    return moved
  }
}
