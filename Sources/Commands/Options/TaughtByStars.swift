internal import Foundation

/// What artificial stars taught, and how it was joined with what was known before.
struct TaughtByStars {
  let probabilities: [Double]
  /// How many taught.
  let stars: Int
  /// The parts, what each counts, and how well each alone tells artificial stars from the sources.
  let names: [String]
  let shares, separations: [Double]
  /// How well all together do.
  let separation: Double

  /// "trees 0.7, joined 0.3".
  var shareText: String {
    zip(names, shares).filter { $0.1 > 0.005 }
      .map { "\($0.0) \(String(format: "%.2f", $0.1))" }.joined(separator: ", ")
  }
}
