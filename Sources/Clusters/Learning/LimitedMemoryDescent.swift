/// A search for the lowest point of a smooth function that learns its curvature from the last steps
/// (L-BFGS; Nocedal & Wright 2006, algorithm 7.4), each step halved until it pays.
struct LimitedMemoryDescent {
  var iterations = 200
  /// Steps remembered.
  var memory = 10
  /// It ends once no component of the gradient is larger.
  var tolerance: Float = 1e-5

  /// - Parameter function: the value at a point, and the gradient there.
  func minimum(
    from start: [Float], of function: ([Float]) -> (value: Double, gradient: [Float])
  ) -> [Float] {
    var point = start
    var (value, gradient) = function(point)
    var steps: [(step: [Float], change: [Float], inverse: Double)] = []
    for _ in 0..<iterations {
      guard gradient.contains(where: { abs($0) > tolerance }) else { break }
      var direction = Self.direction(gradient, steps)
      var slope = Self.dot(direction, gradient)
      if slope >= 0 {
        steps = []
        direction = gradient.map { -$0 }
        slope = -Self.dot(gradient, gradient)
      }
      // The first step has no curvature to go by.
      var length = steps.isEmpty ? 1 / max(1, (-slope).squareRoot()) : 1
      var next = point
      var found: (value: Double, gradient: [Float])?
      for _ in 0..<30 {
        for index in point.indices { next[index] = point[index] + Float(length) * direction[index] }
        let tried = function(next)
        if tried.value.isFinite, tried.value <= value + 1e-4 * length * slope {
          found = tried
          break
        }
        length /= 2
      }
      guard let found else { break }
      let step = zip(next, point).map { $0 - $1 }
      let change = zip(found.gradient, gradient).map { $0 - $1 }
      let curvature = Self.dot(step, change)
      if curvature > 1e-12 {
        steps.append((step, change, 1 / curvature))
        if steps.count > memory { steps.removeFirst() }
      }
      (point, value, gradient) = (next, found.value, found.gradient)
    }
    return point
  }

  /// Minus the gradient times the inverse curvature that the remembered steps tell of.
  private static func direction(
    _ gradient: [Float], _ steps: [(step: [Float], change: [Float], inverse: Double)]
  ) -> [Float] {
    var direction = gradient.map { -$0 }
    var shares: [Double] = []
    for past in steps.reversed() {
      let share = past.inverse * dot(past.step, direction)
      shares.append(share)
      add(-share, past.change, to: &direction)
    }
    if let last = steps.last {
      let scale = Float(1 / (last.inverse * max(dot(last.change, last.change), 1e-30)))
      for index in direction.indices { direction[index] *= scale }
    }
    for (past, share) in zip(steps, shares.reversed()) {
      add(share - past.inverse * dot(past.change, direction), past.step, to: &direction)
    }
    return direction
  }

  private static func add(_ factor: Double, _ vector: [Float], to sum: inout [Float]) {
    for index in sum.indices { sum[index] += Float(factor) * vector[index] }
  }

  private static func dot(_ left: [Float], _ right: [Float]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += Double(left[index]) * Double(right[index]) }
    return sum
  }
}
