internal import ArgumentParser

/// `galaxy-aep describe WHAT …`: what a representation holds, measured on a sky whose truth is known.
struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure on a simulated sky what codes hold, rebuild and set apart.",
    discussion: """
      `codes` tells how well sizes, shapes, colours, redshifts and classes follow from codes, `reconstructions` how much \
      noise a model takes away, `outliers` how many strange galaxies that were put in are among the loneliest. Truth \
      only measures; nothing learns from it but the regressions of `codes`, which judge fields that they did not see.

      Example: galaxy-aep describe codes codes.fits components.fits --truth frames/truth.csv
      """,
    subcommands: [DescribeCodes.self, DescribeReconstructions.self, DescribeOutliers.self])
}
