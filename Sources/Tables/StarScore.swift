internal import Console
internal import FITS

/// How sure a table of scores is of every source being a star, in its best words.
package struct StarScore {
  /// P_STAR where `classify`, `student` or labels have spoken, else the clusters' own P_CLUSTERS.
  package let column: SourceColumn
  /// From 0 to 1, one a row.
  package let values: [Double]

  package init(column: SourceColumn, values: [Double]) {
    (self.column, self.values) = (column, values)
  }

  /// The column's name.
  package var name: String { column.name }
  /// What it is called beside scores of others.
  package var ownName: String { Self.ownName(name) }

  package static func ownName(_ score: String) -> String { "galaxy-aep \(score)" }
}

extension SourceTable {
  package func score() throws -> StarScore {
    StarScore(column: scoreColumn, values: try probabilities(scoreColumn))
  }

  /// A column of probabilities; NaN where there is none. What no rounding explains is refused.
  package func probabilities(_ column: SourceColumn) throws -> [Double] {
    let values = try numbers(column)
    if let row = values.firstIndex(where: { !$0.isNaN && !(-1e-6...1 + 1e-6).contains($0) }) {
      throw CommandFailure(
        "cannot use \(path): its \(column.name) in row \(row + 1) is \(values[row]), no probability from 0 to 1; "
          + "correct it, or leave it empty (NaN) where none is known")
    }
    return values
  }

  /// The column of the best score; P_STAR where there is none at all.
  package var scoreColumn: SourceColumn { has(.pStar) || !has(.pClusters) ? .pStar : .pClusters }

  /// Version 0.1 called the clusters' own score P_STAR until `classify` renamed it. Only its `cluster`
  /// left a table with clusters and P_STAR, but neither P_CLUSTERS nor what a student learned from.
  package mutating func renameClusterScoreOfOldTables() {
    guard has(.cluster), has(.pStar), !has(.pClusters), !has(.pTeacher) else { return }
    rename(.pStar, to: .pClusters)
  }
}
