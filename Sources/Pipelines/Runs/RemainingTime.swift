internal import Console
internal import Foundation
internal import Tensors

/// How long what is left of a run may take: as its steps took the last time, else by estimates; both in the measure
/// of how long the steps so far took.
package struct RemainingTime {
  /// Of every step; 0 where nothing is known.
  private let expected: [Double]
  private var spent = (expected: 0.0, real: 0.0)

  package init(expected: [Double]) { self.expected = expected }

  /// Called in the run's folder.
  init(of runner: PipelineRunner, _ manifest: RunManifest) throws {
    var estimates = StepEstimates(speed: Processor.measuredPeak(), threads: Workers.all.threads)
    expected = try runner.pipeline.steps.enumerated().map { index, step in
      let estimate = estimates.next(try runner.parsed(step).command.workload).seconds
      return manifest.record(index + 1, step.title)?.seconds ?? estimate ?? 0
    }
  }

  /// Remembers how long a step took, counted from 1.
  package mutating func end(_ number: Int, after seconds: Double) {
    guard expected.indices.contains(number - 1) else { return }
    spent = (spent.expected + expected[number - 1], spent.real + seconds)
  }

  /// " · about 1:40 left of the run" from a step on, counted from 1; nothing where little is left.
  package func words(from number: Int) -> String {
    // A busy machine may be much slower than the estimates know, and short steps tell little.
    let pace = spent.expected < 1 ? 1 : min(max(spent.real / spent.expected, 0.5), 10)
    let rest = pace * expected.dropFirst(number - 1).reduce(0, +)
    return rest < 2 ? "" : " · about \(ProgressBar.clock(rest)) left of the run"
  }
}
