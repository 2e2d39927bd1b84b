internal import Foundation

/// How galaxies spread over the places that artificial stars leave.
///
/// Let scores be scaled so that those of stars are normal, with mean 0 and width 1. A galaxy's scatters as much, about a mean that
/// lies lower by some offset, and galaxies are a mixture of offsets. The smallest is so small that hardly anything tells such
/// galaxies from stars.
struct GalaxyPlaces {
  /// The mixture of which nothing is known.
  static let unknown = SIMD8(repeating: 1.0 / 8)
  /// From 8 to 0.32.
  private static let offsets: SIMD8<Double> = {
    var offsets = SIMD8(repeating: 8.0)
    for place in 1..<8 { offsets[place] = offsets[place - 1] * pow(10, -0.2) }
    return offsets
  }()

  /// Of every place from the lowest on: how many times as often a galaxy of each offset has it as a star.
  let ratios: [SIMD8<Double>]

  /// - Parameter count: of places, which stars have equally often.
  init(count: Int) {
    let edges = (0...count).map { normalQuantile(Double($0) / Double(count)) }
    ratios = (0..<count).map { place in
      var ratios = SIMD8(repeating: 0.0)
      for number in ratios.indices {
        let offset = Self.offsets[number]
        let share =
          normalShare(below: edges[place + 1] + offset) - normalShare(below: edges[place] + offset)
        ratios[number] = share * Double(count)
      }
      return ratios
    }
  }
}

/// The share of a standard normal distribution below a value.
private func normalShare(below value: Double) -> Double { erfc(-value * 0.5.squareRoot()) / 2 }

/// The value that a share of a standard normal distribution lies below.
private func normalQuantile(_ share: Double) -> Double {
  guard share > 0 else { return -.infinity }
  guard share < 1 else { return .infinity }
  return root { normalShare(below: $0) - share }
}
