internal import Console
internal import Foundation
internal import Tensors

/// How long what is left of a run may take: as the steps took the last time, else by estimates.
package struct RemainingTime {
  /// Of every step; 0 where nothing is known.
  private let seconds: [Double]

  package init(seconds: [Double]) { self.seconds = seconds }

  /// Called in the run's folder.
  init(of runner: PipelineRunner, _ manifest: RunManifest) throws {
    var estimates = StepEstimates(speed: Processor.measuredPeak(), threads: Workers.all.threads)
    seconds = try runner.pipeline.steps.enumerated().map { index, step in
      let estimate = estimates.next(try runner.parsed(step).command.workload).seconds
      return manifest.record(index + 1, step.title)?.seconds ?? estimate ?? 0
    }
  }

  /// " · about 1:40 left" from a step on, counted from 1; nothing where little is left.
  package func words(from number: Int) -> String {
    let rest = seconds.dropFirst(number - 1).reduce(0, +)
    return rest < 2 ? "" : " · about \(ProgressBar.clock(rest)) left of the run"
  }

  /// "[ 3/22] pretrain" with time and memory in columns.
  package static func line(_ title: String, _ time: String, _ memory: String) -> String {
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(width - text.count, 0)) + text
    }
    return title.padding(toLength: max(34, title.count), withPad: " ", startingAt: 0)
      + right(time, 8)
      + right(memory, 9)
  }
}
