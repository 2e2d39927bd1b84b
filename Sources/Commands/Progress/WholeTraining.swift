internal import ArgumentParser
internal import Networks

extension Training {
  /// Trains to the end under a progress bar; stopped before, it ends the command with nothing
  /// written.
  func runWhole(showing name: String) throws {
    var bar: ProgressBar?
    Interruption.listen()
    let outcome = try run(
      onStep: { report in
        if bar == nil {
          bar = ProgressBar(name, total: report.epochs * report.steps, unit: "steps")
        }
        bar?.update(
          (report.epoch - 1) * report.steps + report.step,
          detail: "epoch \(report.epoch) · loss \(number(report.loss))")
      }, shouldStop: { Interruption.isRequested })
    bar?.finish()
    guard outcome == .finished else {
      Terminal.shared.note("stopped; nothing was written")
      throw ExitCode(Interruption.exitStatus)
    }
  }
}
