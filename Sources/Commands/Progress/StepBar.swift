internal import Console
internal import Networks

/// The progress bar of a training, drawn from its first step on.
struct StepBar {
  let name: String
  private var bar: ProgressBar?

  init(_ name: String) { self.name = name }

  mutating func show(_ report: StepReport) {
    if bar == nil {
      bar = ProgressBar(name, total: report.epochs * report.steps, unit: "steps")
    }
    bar?.update(
      (report.epoch - 1) * report.steps + report.step,
      detail: "epoch \(report.epoch) · loss \(number(report.loss))")
  }

  mutating func finish() { bar?.finish() }
}
