internal import ArgumentParser
internal import Catalogs
internal import Charts
internal import Console
internal import Files

/// `galaxy-aep plot loss METRICS`: how the training went.
struct PlotLoss: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "loss", abstract: "Training and held-out loss of every epoch.",
    discussion: "Example: galaxy-aep plot loss metrics.csv --out loss.png")

  @Argument(help: "The metrics that `galaxy-aep pretrain` writes.", completion: .of(.metrics))
  var metrics: String

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.metrics, metrics)] }

  func run() throws {
    let table = try CSVTable(reading: metrics)
    let chart = LossChart(
      title: figure.title ?? "Training", training: try numbers("training_loss", in: table),
      validation: try numbers("validation_loss", in: table), scale: .logarithmic)
    try figure.write(chart)
  }

  private func numbers(_ name: String, in table: CSVTable) throws -> [Double] {
    guard let column = table.column([name]) else {
      throw CommandFailure(
        "cannot plot \(metrics): it has no column \(name); `galaxy-aep pretrain` writes such files")
    }
    return table.rows.map { column < $0.fields.count ? Double($0.fields[column]) ?? .nan : .nan }
  }
}
