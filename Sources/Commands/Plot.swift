internal import ArgumentParser

/// `galaxy-aep plot KIND …`: figures.
struct Plot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw a figure: histograms, roc, loss, cutouts or magnitudes.",
    subcommands: [
      PlotHistograms.self, PlotROC.self, PlotLoss.self, PlotCutouts.self, PlotMagnitudes.self,
    ])
}
