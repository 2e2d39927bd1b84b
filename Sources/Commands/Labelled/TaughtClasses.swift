internal import Clusters
internal import FITS
internal import Teaching
internal import Tensors

extension TaughtClasses {
  /// The columns that say so: P_STAR where stars are told from galaxies, else the likeliest class and
  /// its probability.
  func columns() throws -> [Column] {
    let rows = 0..<probabilities.shape[0]
    if names == SkyProbe.classes {
      return [
        Classify.column(
          "P_STAR", "Probability of being a star, learned from labels",
          rows.map { Double(probabilities[$0, 1]) })
      ]
    }
    let likeliest = probabilities.largestColumns()
    return [
      Column(
        name: "CLASS", ucd: "src.class", description: "Likeliest class, learned from labels",
        values: .string(likeliest.map { names[$0] })),
      Column(
        name: "P_CLASS", ucd: "stat.probability;src.class", description: "Its probability",
        values: .double(rows.map { Double(probabilities[$0, likeliest[$0]]) })),
    ]
  }
}
