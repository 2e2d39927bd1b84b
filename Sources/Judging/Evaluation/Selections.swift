public import Clusters

/// The parts of the labelled sources that are judged by themselves, none chosen by class.
public struct Selections: Sendable {
  /// A name, and the places of its labels.
  public let parts: [(name: String, labels: [Int])]

  /// The name of the part that is all of them.
  public static let allLabels = "all labels"

  /// - Parameters:
  ///   - missing: the share of missing pixels of every source's cutout.
  ///   - fields: the field of every source.
  ///   - nearest: the distance of every source's nearest neighbour, in arcseconds.
  public init(_ judged: LabelledScores, missing: [Double], fields: [String], nearest: [Double]) {
    let rows = judged.rows
    let near = nearest.map { $0 <= 2.5 }
    let magnitudes = judged.magnitudes
    func labels(_ holds: (_ row: Int, _ magnitude: Double) -> Bool) -> [Int] {
      rows.indices.filter { label in rows[label].map { holds($0, magnitudes[label]) } ?? false }
    }
    let whole: (Int) -> Bool = { missing[$0] == 0 }
    var parts = [
      (Self.allLabels, Array(rows.indices)),
      ("matched", labels { _, _ in true }),
      ("whole cutout, r < 21.75", labels { whole($0) && $1 < 21.75 }),
      ("whole cutout, r < 20.75", labels { whole($0) && $1 < 20.75 }),
      ("whole cutout, 20.5–21.75", labels { whole($0) && $1 >= 20.5 && $1 < 21.75 }),
      ("at the frame's edge", labels { row, _ in !whole(row) }),
      ("neighbour within 2.5″", labels { row, _ in near[row] }),
      ("no neighbour so near", labels { row, _ in !near[row] }),
    ]
    let names = Set(rows.compactMap { $0 }.map { fields[$0] }).sorted()
    if names.count > 1, names.count <= 20 {
      parts += names.map { name in ("field \(name)", labels { row, _ in fields[row] == name }) }
    }
    self.parts = parts.map { (name: $0.0, labels: $0.1) }
  }

  /// Each part judged; parts without stars or galaxies are left out.
  public func evaluations(
    of judged: LabelledScores, bootstrap: Bootstrap
  ) throws -> [Evaluation.Selection] {
    let scores = filledWithMedian(judged.scores).scores
    let baselines = Dictionary(
      judged.baselines.map { ($0.name, filledWithMedian($0.scores).scores) }
    ) { first, _ in first }
    return try parts.compactMap { part in
      try Evaluation.Selection(
        part.name, of: part.labels, scores: scores, stars: judged.stars,
        baselines: baselines, bootstrap: bootstrap)
    }
  }
}
