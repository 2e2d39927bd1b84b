internal import ArgumentParser
internal import Surveys

/// Which labels scores are judged by.
struct LabelOptions: ParsableArguments {
  @Option(
    help: "The labelled catalog (CSV, FITS table or VOTable): ra, dec in degrees and class.",
    completion: .file(extensions: ["csv", "fits", "vot", "xml"]))
  var catalog: String

  @OptionGroup(title: "Columns of the catalog") var columns: ColumnOptions

  @Option(help: "The largest separation of a label and its source, in arcseconds.")
  var radius = 1.0

  @Option(
    help:
      "Judge only labels whose source is brighter than this magnitude (reference band, our own measurement). Default: all labels."
  )
  var brighterThan: Double?

  func match(_ table: SourceTable) throws -> LabelledScores {
    try LabelledScores(
      table, catalog: try LabelledCatalog(reading: catalog, columns: columns.names), radius: radius,
      brighterThan: brighterThan)
  }
}
