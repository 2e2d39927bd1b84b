internal import Foundation

/// The reports of all epochs so far, in order.
public struct TrainingHistory: Codable, Sendable, Equatable {
  public var reports: [EpochReport] = []

  public init(_ reports: [EpochReport] = []) {
    self.reports = reports
  }

  /// The history as text for `metrics.csv`: a line of names, then a line an epoch. Losses and
  /// rates have all the digits that tell them apart, so that equal trainings give equal lines.
  public var csv: String {
    let names =
      "epoch,training_loss,validation_loss,learning_rate,images_per_second,seconds\n"
    return reports.reduce(into: names) { text, report in
      let speed = String(format: "%.1f,%.3f", report.imagesPerSecond, report.seconds)
      text += "\(report.epoch),\(report.trainingLoss),\(report.validationLoss),"
      text += "\(report.learningRate),\(speed)\n"
    }
  }
}
