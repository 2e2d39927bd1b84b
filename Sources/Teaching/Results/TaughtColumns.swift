internal import Clusters
package import FITS
internal import Tables
internal import Tensors

extension TaughtClasses {
  /// The columns that say so: P_STAR where stars are told from galaxies, else the likeliest class and
  /// its probability.
  package func columns() throws -> [Column] {
    let rows = 0..<probabilities.shape[0]
    if names == SkyProbe.classes {
      return [
        SourceColumn.pStar.column(
          .double(rows.map { Double(probabilities[$0, 1]) }),
          described: "Probability of being a star, learned from labels")
      ]
    }
    let likeliest = probabilities.largestColumns()
    return [
      SourceColumn.likeliestClass.column(.string(likeliest.map { names[$0] })),
      SourceColumn.pClass.column(.double(rows.map { Double(probabilities[$0, likeliest[$0]]) })),
    ]
  }
}
