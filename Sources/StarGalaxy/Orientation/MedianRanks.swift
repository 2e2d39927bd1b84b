internal import Clusters

/// Each cluster's place, from 0 to 1, among clusters sorted by the median compactness of their
/// sources; equals share their mean place, and a cluster without a measured source takes the
/// middle.
func medianRanks(_ assignments: [Int], _ clusters: Int, _ compactness: Compactness) -> [Double] {
  var members = [[Double]](repeating: [], count: clusters)
  for (source, cluster) in assignments.enumerated() where compactness.isMeasured(source) {
    members[cluster].append(compactness.values[source])
  }
  let medians = members.map { OrderStatistics.median($0) }
  let sorted = medians.compactMap { $0 }.sorted()
  return medians.map { own in
    guard let own, sorted.count > 1 else { return 0.5 }
    let below = sorted.count { $0 < own }
    let equal = sorted.count { $0 == own }
    return (Double(below) + Double(equal - 1) / 2) / Double(sorted.count - 1)
  }
}
