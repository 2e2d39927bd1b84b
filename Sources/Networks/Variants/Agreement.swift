internal import Foundation
package import Tensors

/// A price on codes of two views of an image that point different ways while those of other images
/// point the same way: the mean over all views of −ln softmax of their cosines over a temperature,
/// at the partner, a view itself left out (NT-Xent; Chen et al. 2020, arXiv:2002.05709).
package struct Agreement {
  let temperature: Float

  package init(temperature: Float) {
    self.temperature = temperature
  }

  /// The price of codes `[view, unit]`, first all first views, then all second ones in the same
  /// order; `weight` times its gradient is added to `gradient`.
  package func price(
    of codes: [Float], units: Int, weight: Float = 1, gradient: inout [Float],
    workers: Workers = .all
  ) -> Double {
    let views = codes.count / units
    let (directions, lengths) = Self.directions(of: codes, units: units)
    var pulls = Tensor.product(directions, directions, transposeB: true, workers: workers)
    let price = turnIntoPulls(&pulls, views: views)
    let change = Tensor.product(pulls, directions, workers: workers)
    directions.withUnsafeValues { directions in
      change.withUnsafeValues { change in
        for view in 0..<views {
          let row = view * units..<(view + 1) * units
          // Only what turns a code counts: its length has no say.
          let along = row.reduce(Float(0)) { $0 + directions[$1] * change[$1] }
          for index in row {
            gradient[index] +=
              weight * (change[index] - along * directions[index]) / lengths[view]
          }
        }
      }
    }
    return Double(weight) * price
  }

  /// Cosines `[view, view]` become the slopes of the price by them, both ways added and over the
  /// temperature.
  private func turnIntoPulls(_ cosines: inout Tensor, views: Int) -> Double {
    var price = 0.0
    cosines.withUnsafeMutableValues { values in
      for view in 0..<views {
        let row = UnsafeMutableBufferPointer(rebasing: values[view * views..<(view + 1) * views])
        let partner = (view + views / 2) % views
        // Cosines are at most 1, so that exp((cosine − 1) / temperature) cannot overflow.
        let wanted = Double((row[partner] - 1) / temperature)
        var sum = 0.0
        for other in 0..<views {
          row[other] = other == view ? 0 : exp((row[other] - 1) / temperature)
          sum += Double(row[other])
        }
        sum = max(sum, .leastNormalMagnitude)
        price += log(sum) - wanted
        let share = Float(1 / sum)
        for other in 0..<views { row[other] *= share }
        row[partner] -= 1
      }
      let scale = 1 / (temperature * Float(views))
      for view in 0..<views {
        for other in 0...view {
          let both = (values[view * views + other] + values[other * views + view]) * scale
          values[view * views + other] = both
          values[other * views + view] = both
        }
      }
    }
    return price / Double(views)
  }

  private static func directions(
    of codes: [Float], units: Int
  ) -> (directions: Tensor, lengths: [Float]) {
    let views = codes.count / units
    let lengths = (0..<views).map { view in
      let row = codes[view * units..<(view + 1) * units]
      return max(row.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot(), 1e-6)
    }
    let directions = Tensor(uninitialized: [views, units]) { out in
      for index in out.indices { out[index] = codes[index] / lengths[index / units] }
    }
    return (directions, lengths)
  }
}
