internal import FITS

/// How sure a table of scores is of every source being a star, in its best words.
struct StarScore {
  /// P_STAR where `classify`, `student` or labels have spoken, else the clusters' own P_CLUSTERS.
  let column: SourceColumn
  /// From 0 to 1, one a row.
  let values: [Double]

  /// The column's name.
  var name: String { column.name }
  /// What it is called beside scores of others.
  var ownName: String { Self.ownName(name) }

  static func ownName(_ score: String) -> String { "galaxy-aep \(score)" }
}

extension SourceTable {
  func score() throws -> StarScore {
    StarScore(column: scoreColumn, values: try numbers(scoreColumn))
  }

  /// The column of the best score; P_STAR where there is none at all.
  var scoreColumn: SourceColumn { has(.pStar) || !has(.pClusters) ? .pStar : .pClusters }

  /// Version 0.1 called the clusters' own score P_STAR until `classify` renamed it. Only its `cluster`
  /// left a table with clusters and P_STAR, but neither P_CLUSTERS nor what a student learned from.
  mutating func renameClusterScoreOfOldTables() {
    guard has(.cluster), has(.pStar), !has(.pClusters), !has(.pTeacher),
      let place = table.columns.firstIndex(where: { $0.name == SourceColumn.pStar.name })
    else { return }
    table.columns[place].name = SourceColumn.pClusters.name
    table.columns[place].description = SourceColumn.pClusters.description
  }
}
