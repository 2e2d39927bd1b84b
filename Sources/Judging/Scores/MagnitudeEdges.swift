internal import Console
internal import Foundation

extension MagnitudeBins {
  /// Edges, as they are typed, that suit surveys of SDSS's depth.
  package static let usualEdges = "15,18,19,20,20.5,21,21.5,22,22.5"

  /// Bin edges as they are typed: ascending magnitudes separated by commas.
  package static func edges(_ text: String) throws -> [Double] {
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
