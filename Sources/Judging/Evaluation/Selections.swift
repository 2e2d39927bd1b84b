public import Clusters
internal import Console

/// The parts of the labelled sources that are judged by themselves, none chosen by class.
public struct Selections: Sendable {
  /// A name, and the places of its labels.
  public let parts: [(name: String, labels: [Int])]

  /// The name of the part that is all of them.
  public static let allLabels = "all labels"

  /// The parts that stand for all where there is little room.
  public var chief: [String] { parts.prefix(3).map(\.name) }

  /// - Parameters:
  ///   - missing: the share of missing pixels of every source's cutout.
  ///   - fields: the field of every source.
  ///   - nearest: the distance of every source's nearest neighbour, in arcseconds.
  ///   - band: the band of the magnitudes; nil where nobody knows.
  public init(
    _ judged: LabelledScores, missing: [Double], fields: [String], nearest: [Double],
    band: String? = nil
  ) {
    let rows = judged.rows
    let near = nearest.map { $0 <= 2.5 }
    let magnitudes = judged.magnitudes
    func labels(_ holds: (_ row: Int, _ magnitude: Double) -> Bool) -> [Int] {
      rows.indices.filter { label in rows[label].map { holds($0, magnitudes[label]) } ?? false }
    }
    let whole: (Int) -> Bool = { missing[$0] == 0 }
    let brighter = "whole cutout, \(band ?? "magnitude") < "
    // What is worth a part of its own is how far a source lies above the depth of the labels.
    let limits = (easy: judged.depth - 0.75, plain: judged.depth - 1.75, low: judged.depth - 2)
    var parts = [
      (Self.allLabels, Array(rows.indices)),
      ("matched", labels { _, _ in true }),
      ("\(brighter)\(number(limits.easy))", labels { whole($0) && $1 < limits.easy }),
      ("\(brighter)\(number(limits.plain))", labels { whole($0) && $1 < limits.plain }),
      (
        "whole cutout, \(number(limits.low))–\(number(limits.easy))",
        labels { whole($0) && $1 >= limits.low && $1 < limits.easy }
      ),
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
