internal import ArgumentParser

/// `galaxy-aep plot KIND …`: figures.
struct Plot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw a figure: scores, codes, cutouts or the training.",
    discussion: """
      A figure's name ends in .png, .svg or .pdf; `--scale 2` doubles the pixels of a PNG.

      Example: galaxy-aep plot roc clusters.fits --catalog labels.csv --out roc.pdf
      """,
    subcommands: [
      PlotHistograms.self, PlotROC.self, PlotMagnitudes.self, PlotReliability.self,
      PlotCompleteness.self, PlotStability.self, PlotLoss.self, PlotCutouts.self,
      PlotReconstructions.self, PlotConfusion.self, PlotLearning.self,
      PlotFilters.self, PlotActivations.self, PlotUnits.self, PlotSamples.self,
      PlotTraversals.self, PlotPrior.self,
      PlotSegments.self, PlotMap.self, PlotClusters.self, PlotSizes.self, PlotColours.self,
    ])
}
