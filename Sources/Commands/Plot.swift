internal import ArgumentParser

/// `galaxy-aep plot KIND …`: figures.
struct Plot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw a figure of data, training or scores.",
    subcommands: [
      PlotHistograms.self, PlotROC.self, PlotLoss.self, PlotCutouts.self, PlotMagnitudes.self,
      PlotRestored.self, PlotConfusion.self,
    ])
}
