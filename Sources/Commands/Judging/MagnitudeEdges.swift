internal import Foundation
internal import Judging

extension MagnitudeBins {
  /// Bin edges as they are typed: ascending magnitudes separated by commas.
  static func edges(_ text: String) throws -> [Double] {
    let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let edges = words.compactMap(Double.init)
    guard edges.count == words.count, edges.count > 1,
      zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw CommandFailure("cannot use --bins \(text): give ascending magnitudes such as 16,20,22")
    }
    return edges
  }
}
