internal import Console
internal import Networks
internal import Tensors

/// What a person sees of a training while it runs: a bar, a line for every epoch, and curves in
/// TensorBoard where they are asked for.
struct TrainingDisplay {
  private let epochs: Int
  private let events: EventFile?
  private var bar = StepBar("pretrain")

  /// - Parameter tensorboard: the folder of the curves.
  init(epochs: Int, tensorboard: String?) throws {
    self.epochs = epochs
    events = try tensorboard.map { try EventFile(in: $0) }
  }

  mutating func show(_ report: StepReport) { bar.show(report) }

  mutating func show(_ report: EpochReport) {
    bar.finish()
    Terminal.shared.tell(
      "epoch \(report.epoch)/\(epochs): loss \(number(report.trainingLoss)), held out "
        + "\(number(report.validationLoss)), \(Int(bounded: report.imagesPerSecond)) cutouts/s")
    record(report)
  }

  mutating func finish() { bar.finish() }

  /// That an epoch cannot be shown in TensorBoard stops no training.
  private func record(_ report: EpochReport) {
    guard let events else { return }
    do {
      try events.add(
        [
          ("loss/training", report.trainingLoss), ("loss/held out", report.validationLoss),
          ("learning rate", report.learningRate),
          ("speed/cutouts per second", report.imagesPerSecond),
        ], step: report.epoch)
    } catch {
      Terminal.shared.note("\(error)")
    }
  }
}
