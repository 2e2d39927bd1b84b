/// The mean errors of sources by magnitude.
package struct BinnedErrors: Codable, Equatable, Sendable {
  package struct Bin: Codable, Equatable, Sendable {
    package var low, high: Double
    package var sources: Int
    /// nil where there is no source.
    package var error: Double?
  }

  package var bins: [Bin]
  /// Over the sources of all bins; nil where there is none.
  package var all: Double?

  /// - Parameter edges: ascending magnitudes; a bin holds its lower one.
  package init(_ errors: [Double], at magnitudes: [Double], edges: [Double]) {
    precondition(errors.count == magnitudes.count, "a magnitude of every source")
    var (sum, count) = (0.0, 0)
    bins = zip(edges, edges.dropFirst()).map { low, high in
      let inside = magnitudes.indices.filter { (low..<high).contains(magnitudes[$0]) }
      let total = inside.reduce(0) { $0 + errors[$1] }
      (sum, count) = (sum + total, count + inside.count)
      return Bin(
        low: low, high: high, sources: inside.count,
        error: inside.isEmpty ? nil : total / Double(inside.count))
    }
    all = count > 0 ? sum / Double(count) : nil
  }
}
