internal import Clusters
internal import Foundation
internal import Tensors

/// Where P_STAR does worse than the plain concentration of the same frame: frame by frame and
/// magnitude by magnitude, so that a good mean hides no bad frame.
struct FrameGuard {
  /// One frame's sources in one magnitude bin.
  struct Cell: Equatable {
    var field: String
    var low, high: Double
    var stars, galaxies: Int
    var ours, concentration: Double
    var isBelow: Bool { ours < concentration }
  }

  /// Bins with at least `fewest` stars and as many galaxies.
  let cells: [Cell]
  /// Cells that have both classes but too few of one to judge.
  let leftOut: Int
  static let fewest = 5

  /// - Parameter fields: the frame of every label; nil for a label without a source.
  init(_ judged: LabelledScores, fields: [String?], edges: [Double]) {
    let ours = filledWithMedian(judged.scores).scores
    let name = Measurement.concentration.name
    let concentration = judged.baselines.first { $0.name == name }
      .map { filledWithMedian($0.scores).scores }
    var cells: [Cell] = []
    var leftOut = 0
    let known = Set(fields.compactMap { $0 }).sorted()
    for field in concentration == nil ? [] : known {
      for (low, high) in zip(edges, edges.dropFirst()) {
        let inside = judged.magnitudes.indices.filter {
          fields[$0] == field && judged.magnitudes[$0] >= low && judged.magnitudes[$0] < high
        }
        let positives = inside.map { judged.stars[$0] }
        let stars = positives.count { $0 }
        func area(_ scores: [Double]) -> Double? {
          try? ROCCurve(scores: inside.map { scores[$0] }, positives: positives).auc
        }
        guard let concentration, let first = area(ours), let second = area(concentration) else {
          continue
        }
        guard min(stars, inside.count - stars) >= Self.fewest else {
          leftOut += 1
          continue
        }
        cells.append(
          Cell(
            field: field, low: low, high: high, stars: stars, galaxies: inside.count - stars,
            ours: first, concentration: second))
      }
    }
    (self.cells, self.leftOut) = (cells, leftOut)
  }

  var failures: [Cell] { cells.filter(\.isBelow) }

  /// How often it happens; nil where it never does.
  var summary: String? {
    let below = failures.count
    return below == 0
      ? nil
      : "P_STAR is below the frame's own concentration in \(below) of \(cells.count) bins of frame "
        + "and magnitude."
  }
}

extension FrameGuard.Cell {
  var sentence: String {
    "frame \(field), magnitude \(number(low))–\(number(high)): P_STAR \(share(ours)) is below the "
      + "frame's own concentration \(share(concentration)) (\(stars) stars, \(galaxies) galaxies)"
  }
}
