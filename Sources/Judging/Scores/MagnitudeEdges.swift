internal import Console
internal import Foundation

extension MagnitudeBins {
  /// Edges that suit labels of any depth: wide where everything is easy, half magnitudes near the
  /// limit. For SDSS's 22.5 they are 15, 18, 19, 20, 20.5, 21, 21.5, 22 and 22.5.
  package static func edges(downTo depth: Double) -> [Double] {
    [7.5, 4.5, 3.5, 2.5, 2, 1.5, 1, 0.5, 0].map { depth - $0 }
  }

  /// Bin edges as they are typed, ascending magnitudes separated by commas; without any, those that
  /// suit the labels.
  package static func edges(_ text: String?, of judged: LabelledScores) throws -> [Double] {
    guard let text else { return edges(downTo: judged.depth) }
    return try edges(text)
  }

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
