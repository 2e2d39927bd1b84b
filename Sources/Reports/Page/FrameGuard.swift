internal import Clusters
internal import Console
internal import Foundation
package import Judging
internal import Tables
internal import Tensors

/// Where P_STAR does worse than the plain concentration of the same frame: frame by frame and
/// magnitude by magnitude, so that a good mean hides no bad frame.
package struct FrameGuard {
  /// One frame's sources in one magnitude bin.
  package struct Cell: Equatable {
    package var field: String
    package var low, high: Double
    package var stars, galaxies: Int
    package var ours, concentration: Double
    package var isBelow: Bool { ours < concentration }
  }

  /// Bins with at least `fewest` stars and as many galaxies.
  package let cells: [Cell]
  /// Cells that have both classes but too few of one to judge.
  package let leftOut: Int
  package static let fewest = 5
  /// The column that is ours.
  package var score = SourceColumn.pStar.name

  /// - Parameters:
  ///   - ours: P_STAR of every label; one without a source has the median.
  ///   - concentration: the same of the plain concentration.
  ///   - magnitudes: NaN for a label without a source, which falls into no bin.
  ///   - fields: the frame of every label; nil for a label without a source.
  package init(
    ours: [Double], concentration: [Double], stars: [Bool], magnitudes: [Double],
    fields: [String?], edges: [Double]
  ) {
    var cells: [Cell] = []
    var leftOut = 0
    for field in Set(fields.compactMap { $0 }).sorted() {
      for (low, high) in zip(edges, edges.dropFirst()) {
        let inside = magnitudes.indices.filter {
          fields[$0] == field && magnitudes[$0] >= low && magnitudes[$0] < high
        }
        let positives = inside.map { stars[$0] }
        let count = positives.count { $0 }
        func area(_ scores: [Double]) -> Double? {
          try? ROCCurve(scores: inside.map { scores[$0] }, positives: positives).auc
        }
        guard let first = area(ours), let second = area(concentration) else { continue }
        guard min(count, inside.count - count) >= Self.fewest else {
          leftOut += 1
          continue
        }
        cells.append(
          Cell(
            field: field, low: low, high: high, stars: count, galaxies: inside.count - count,
            ours: first, concentration: second))
      }
    }
    (self.cells, self.leftOut) = (cells, leftOut)
  }

  /// - Parameter fields: the frame of every label; nil for a label without a source.
  package init(_ judged: LabelledScores, score: String, fields: [String?], edges: [Double]) {
    let name = Measurement.concentration.name
    let concentration = judged.baselines.first { $0.name == name }?.scores
    self.init(
      ours: filledWithMedian(judged.scores).scores,
      concentration: concentration.map { filledWithMedian($0).scores } ?? [],
      stars: judged.stars, magnitudes: judged.magnitudes,
      fields: concentration == nil ? [] : fields, edges: edges)
    self.score = score
  }

  package var failures: [Cell] { cells.filter(\.isBelow) }

  /// What is to be said of each failure.
  package var warnings: [String] { failures.map { $0.sentence(of: score) } }

  /// How often it happens; nil where it never does.
  package var summary: String? {
    let below = failures.count
    return below == 0
      ? nil
      : "\(score) is below the frame's own concentration in \(below) of \(cells.count) bins of frame "
        + "and magnitude."
  }
}

extension FrameGuard.Cell {
  package func sentence(of score: String) -> String {
    "frame \(field), magnitude \(number(low))–\(number(high)): \(score) \(share(ours)) is below the "
      + "frame's own concentration \(share(concentration)) (\(stars) stars, \(galaxies) galaxies)"
  }
}
