internal import Clusters
internal import Foundation

/// The AUC of one score in every magnitude bin; nil where a bin lacks stars or galaxies.
struct MagnitudeBins {
  let areas: [Double?]

  init(_ scores: [Double], _ judged: LabelledScores, edges: [Double]) {
    areas = zip(edges, edges.dropFirst()).map { low, high in
      let inside = judged.magnitudes.indices.filter {
        judged.magnitudes[$0] >= low && judged.magnitudes[$0] < high
      }
      let bin = try? Evaluation(
        scores: inside.map { scores[$0] }, stars: inside.map { judged.stars[$0] },
        magnitudes: inside.map { judged.magnitudes[$0] }, edges: [low, high],
        areProbabilities: false, bootstrap: Bootstrap(resamples: 1))
      return bin?.auc
    }
  }

  /// Bin edges as they are typed: ascending magnitudes separated by commas.
  static func edges(_ text: String) throws -> [Double] {
    let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let edges = words.compactMap(Double.init)
    guard edges.count == words.count, edges.count > 1, edges == edges.sorted() else {
      throw CommandFailure("cannot use --bins \(text): give ascending magnitudes such as 16,20,22")
    }
    return edges
  }
}
