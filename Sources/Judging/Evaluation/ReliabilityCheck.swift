internal import Console
internal import Foundation
internal import Tensors

/// Whether a probability means what it says: of the sources with 0.8, eight of ten should be stars.
package struct ReliabilityCheck {
  /// Labelled sources whose probability lies between two bounds.
  package struct Bin: Equatable {
    package var low, high: Double
    package var count: Int
    /// The mean probability, and the share of stars.
    package var mean, share: Double

    /// Off by more than a tenth and by more than three standard deviations, with labels enough to tell.
    package var isOff: Bool {
      let chance = (max(mean * (1 - mean), 0.01) / Double(max(count, 1))).squareRoot()
      return count >= ReliabilityCheck.fewest && abs(share - mean) > max(0.1, 3 * chance)
    }
  }

  /// Five bins of equal width; those without a source are left out.
  package let bins: [Bin]
  package static let fewest = 20

  /// - Parameter probabilities: what is not finite is left out.
  package init(_ probabilities: [Double], stars: [Bool]) {
    let known = probabilities.indices.filter { probabilities[$0].isFinite }
    let places = Dictionary(grouping: known) { min(max(Int(bounded: probabilities[$0] * 5), 0), 4) }
    bins = (0..<5).compactMap { place in
      guard let rows = places[place] else { return nil }
      let count = Double(rows.count)
      return Bin(
        low: Double(place) / 5, high: Double(place + 1) / 5, count: rows.count,
        mean: rows.reduce(0) { $0 + probabilities[$1] } / count,
        share: Double(rows.count { stars[$0] }) / count)
    }
  }

  /// What is to be said where it is off; nil where it is not.
  package func warning(of score: String) -> String? {
    let off = bins.filter(\.isOff)
    guard !off.isEmpty else { return nil }
    let parts = off.map { bin in
      "of \(bin.count) labelled sources with \(number(bin.low))–\(number(bin.high)) (\(share(bin.mean)) on "
        + "average) \(share(bin.share)) are stars"
    }
    return "\(score) does not mean what it says: \(parts.joined(separator: "; "))."
  }
}
