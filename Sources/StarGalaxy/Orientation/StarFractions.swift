/// The fraction of stars in each cluster, by expectation and maximisation on the likelihoods of
/// the sources' compactness.
struct StarFractions {
  let iterations: Int
  let priorWeight: Double

  func fit(
    _ assignments: [Int], _ clusters: Int, _ compactness: Compactness,
    _ mixture: CompactnessMixture
  ) -> [Double] {
    let ratios = assignments.indices.map { mixture.logRatio(of: $0, in: compactness) }
    let priors = assignments.indices.map { sigmoid(mixture.priorLogit(of: $0, in: compactness)) }
    // A crowded field says no more of what a cluster is than the others do.
    let fields = FieldWeights(compactness)
    let weights = compactness.fields.map { fields[$0] }
    let overall =
      zip(priors, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    var counts = [Double](repeating: 0, count: clusters)
    var expected = counts
    for (source, cluster) in assignments.enumerated() {
      counts[cluster] += weights[source]
      expected[cluster] += weights[source] * priors[source]
    }
    let start = (0..<clusters).map { counts[$0] > 0 ? expected[$0] / counts[$0] : overall }
    var fractions = start
    for _ in 0..<iterations {
      let logits = fractions.map { logit($0) }
      var stars = [Double](repeating: 0, count: clusters)
      for (source, cluster) in assignments.enumerated() {
        stars[cluster] += weights[source] * sigmoid(ratios[source] + logits[cluster])
      }
      fractions = (0..<clusters).map {
        (stars[$0] + priorWeight * start[$0]) / (counts[$0] + priorWeight)
      }
    }
    return fractions
  }
}
