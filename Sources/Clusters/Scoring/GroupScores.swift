internal import Foundation

/// How well groups that were found without labels agree with classes: judged, never chosen, by them.
public struct GroupScores: Sendable, Equatable {
  /// The share of sources whose group is the one matched with their class, under the one-to-one
  /// matching that makes it largest (Hungarian method; Yang et al. 2010).
  public let accuracy: Double
  /// Mutual information over the mean entropy of groups and classes (Strehl & Ghosh 2002).
  public let normalisedInformation: Double
  /// The Rand index less what chance gives, over the most it can be (Hubert & Arabie 1985).
  public let adjustedRand: Double
  /// The class matched with every group; nil for a group that is left over.
  public let matching: [Int?]
  /// `[group][class]`: how many sources.
  public let counts: [[Int]]

  /// - Parameters:
  ///   - groups: of every source, counted from 0; `classes` likewise.
  public init(groups: [Int], classes: [Int]) throws(ClustersError) {
    guard groups.count == classes.count, groups.count > 0,
      groups.allSatisfy({ $0 >= 0 }), classes.allSatisfy({ $0 >= 0 })
    else {
      throw ClustersError(
        "cannot judge groups: \(groups.count) groups and \(classes.count) classes are given; one "
          + "of each is needed for every source, counted from 0")
    }
    let (rows, columns) = ((groups.max() ?? 0) + 1, (classes.max() ?? 0) + 1)
    guard rows <= 10_000, columns <= 10_000 else {
      throw ClustersError(
        "cannot judge \(rows) groups against \(columns) classes; at most 10000 of each")
    }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: columns), count: rows)
    for (group, name) in zip(groups, classes) { counts[group][name] += 1 }
    self.counts = counts
    matching = Self.matching(counts, columns: columns)
    let total = Double(groups.count)
    let matched = zip(matching, counts).reduce(0) { sum, pair in
      sum + (pair.0.map { pair.1[$0] } ?? 0)
    }
    accuracy = Double(matched) / total
    let rowSums = counts.map { Double($0.reduce(0, +)) }
    let columnSums = (0..<columns).map { column in Double(counts.reduce(0) { $0 + $1[column] }) }
    normalisedInformation = Self.information(counts, rowSums, columnSums, total)
    adjustedRand = Self.rand(counts, rowSums, columnSums, total)
  }

  private static func matching(_ counts: [[Int]], columns: Int) -> [Int?] {
    let side = max(counts.count, columns)
    let cost = (0..<side).map { row in
      (0..<side).map { column in
        row < counts.count && column < columns ? -Double(counts[row][column]) : 0
      }
    }
    return BestMatching.leastCost(cost)[..<counts.count].map { $0 < columns ? $0 : nil }
  }

  private static func information(
    _ counts: [[Int]], _ rows: [Double], _ columns: [Double], _ total: Double
  ) -> Double {
    func entropy(_ sums: [Double]) -> Double {
      sums.reduce(0) { $1 > 0 ? $0 - $1 / total * log($1 / total) : $0 }
    }
    var shared = 0.0
    for (row, line) in counts.enumerated() {
      for (column, count) in line.enumerated() where count > 0 {
        let share = Double(count) / total
        shared += share * log(share * total * total / (rows[row] * columns[column]))
      }
    }
    let mean = (entropy(rows) + entropy(columns)) / 2
    return mean > 0 ? max(0, shared) / mean : 1
  }

  private static func rand(
    _ counts: [[Int]], _ rows: [Double], _ columns: [Double], _ total: Double
  ) -> Double {
    func pairs(_ count: Double) -> Double { count * (count - 1) / 2 }
    let together = counts.reduce(0) { $0 + $1.reduce(0) { $0 + pairs(Double($1)) } }
    let (inRows, inColumns) = (rows.map(pairs).reduce(0, +), columns.map(pairs).reduce(0, +))
    guard total > 1 else { return 1 }
    let chance = inRows * inColumns / pairs(total)
    let most = (inRows + inColumns) / 2
    return most == chance ? 1 : (together - chance) / (most - chance)
  }
}
