internal import Tensors

/// A field cut into four by four cells; within one the point spread is taken for the same.
struct PlaceGrid: Sendable {
  private static let side = 4
  private let corner, size: SIMD2<Double>

  /// Nil where no two sources say that they lie apart.
  init?(over places: [SIMD2<Double>]) {
    let known = places.filter { $0.x.isFinite && $0.y.isFinite }
    guard let first = known.first else { return nil }
    var (low, high) = (first, first)
    for place in known {
      low = pointwiseMin(low, place)
      high = pointwiseMax(high, place)
    }
    guard high.x > low.x, high.y > low.y else { return nil }
    (corner, size) = (low, (high - low) / Double(Self.side))
  }

  /// The number of the cell around a place; one near the middle where it is not known.
  func cell(of place: SIMD2<Double>) -> Int {
    guard place.x.isFinite, place.y.isFinite else { return Self.side * Self.side / 2 + 1 }
    let along = (place - corner) / size
    func number(_ share: Double) -> Int {
      min(max(Int(bounded: share), 0), Self.side - 1)
    }
    return number(along.y) * Self.side + number(along.x)
  }

  func middle(of cell: Int) -> SIMD2<Double> {
    corner + size * SIMD2(Double(cell % Self.side) + 0.5, Double(cell / Self.side) + 0.5)
  }
}
