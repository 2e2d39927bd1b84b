/// A function given by points, straight between them and constant beyond the ends.
struct Curve: Sendable {
  private let points: [(x: Double, y: Double)]

  init(_ points: [(x: Double, y: Double)]) {
    precondition(!points.isEmpty, "a curve needs a point")
    self.points = points
  }

  func callAsFunction(_ x: Double) -> Double {
    guard let above = points.firstIndex(where: { $0.x >= x }) else {
      return points[points.count - 1].y
    }
    guard above > 0 else { return points[0].y }
    let (left, right) = (points[above - 1], points[above])
    return left.y + (right.y - left.y) * (x - left.x) / (right.x - left.x)
  }
}
