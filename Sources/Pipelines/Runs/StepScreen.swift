package import Console
internal import Foundation

/// What a person at a terminal sees of a run: the bar of the step at work, and one line for each that is done.
///
/// What steps say besides goes to the run's log; `--verbose` shows it.
package struct StepScreen {
  private let terminal: Terminal
  private let count: Int
  private var remaining: RemainingTime

  package init(on terminal: Terminal, count: Int, remaining: RemainingTime) {
    (self.terminal, self.count, self.remaining) = (terminal, count, remaining)
  }

  /// Nil where nobody watches, or wants more.
  init?(of runner: PipelineRunner, _ manifest: RunManifest) throws {
    guard runner.terminal.columns != nil, !runner.terminal.isVerbose else { return nil }
    self.init(
      on: runner.terminal, count: runner.pipeline.steps.count,
      remaining: try RemainingTime(of: runner, manifest))
  }

  package func begin(_ number: Int, _ step: String) {
    terminal.setBrief(place(number))
    terminal.redraw(step + remaining.words(from: number))
  }

  package mutating func end(_ number: Int, _ step: String, seconds: Double, megabytes: Int) {
    remaining.end(number, after: seconds)
    terminal.setBrief(nil)
    let name = step.padding(toLength: max(24, step.count), withPad: " ", startingAt: 0)
    terminal.show(
      place(number) + name + right(ProgressBar.clock(seconds), 8) + right("\(megabytes) MB", 9)
        + remaining.words(from: number + 1))
  }

  /// "[ 3/22] ".
  private func place(_ number: Int) -> String {
    "[\(right("\(number)", "\(count)".count))/\(count)] "
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }
}
