public import Clusters
internal import Foundation
internal import Tensors

/// Probabilities of all sources, corrected by what a few labels say.
public struct CorrectedScores: Sendable {
  /// One a source; a source with a label by the labels of other parts of the sky. Unknown where it was unknown.
  public let probabilities: [Double]

  /// - Parameters:
  ///   - before: the probability of every source; NaN where there is none.
  ///   - measurements: `[measurement][source]`; what is not finite counts as the middle.
  ///   - lessons: of two classes, 1 being what the probability is of.
  public init(
    _ before: [Double], measurements: [[Double]], lessons: Lessons,
    by correction: ProbabilityCorrection = ProbabilityCorrection()
  ) {
    let scaled = measurements.map(Self.scaled)
    let features = before.indices.map { source in scaled.map { $0[source] } }
    // A label of a source without a probability teaches nothing.
    func model(of labels: [Int]) -> ProbabilityCorrection.Model {
      let known = labels.filter { before[lessons.rows[$0]].isFinite }
      return correction.fit(
        known.map { before[lessons.rows[$0]] }, features: known.map { features[lessons.rows[$0]] },
        positives: known.map { lessons.classes[$0] == 1 })
    }
    func answer(_ model: ProbabilityCorrection.Model, _ source: Int) -> Double {
      model.probability(before[source], features: features[source])
    }
    let whole = model(of: Array(lessons.rows.indices))
    var found = before.indices.map { answer(whole, $0) }
    let judged = lessons.parts.outOfFold { _, learned in
      model(of: learned)
    } judge: { model, asked in
      asked.map { answer(model, lessons.rows[$0]) }
    }
    for case (let source, let answer?) in zip(lessons.rows, judged) { found[source] = answer }
    probabilities = found
  }

  /// From the median in halves of the range of the middle two thirds, five of them at most.
  static func scaled(_ values: [Double]) -> [Double] {
    let sorted = values.filter(\.isFinite).sorted()
    guard let first = sorted.first else { return values.map { _ in 0 } }
    func at(_ part: Double) -> Double {
      sorted[Int(bounded: (part * Double(sorted.count - 1)).rounded())]
    }
    let (middle, half) = (sorted.count > 1 ? at(0.5) : first, (at(0.84) - at(0.16)) / 2)
    return values.map { value in
      value.isFinite && half > 0 ? min(max((value - middle) / half, -5), 5) : 0
    }
  }
}
