internal import ArgumentParser
internal import Files
internal import Judging
internal import Tables

/// Which labels scores are judged by.
struct LabelOptions: ParsableArguments {
  @Option(
    name: .customLong("catalog"),
    help:
      "The labelled catalog (CSV, FITS table or VOTable): ra, dec in degrees and class. Default: none, where the command can do without.",
    completion: .of(.labels))
  var givenCatalog: String?

  @OptionGroup(title: "Columns of the catalog") var columns: ColumnOptions

  @Option(
    "The largest separation of a label and its source.",
    in: 0.001...3600, "arcseconds")
  var radius = 1.0

  @Option(
    "Only labels whose source, and cutouts that, are brighter than this magnitude (reference band, our own measurement). Default: all.",
    in: -50...50, "mag")
  var brighterThan: Double?

  var catalog: String { givenCatalog ?? "" }

  var artifacts: [Artifact] { .some(.labels, givenCatalog) }

  func requireCatalog() throws {
    guard givenCatalog != nil else {
      throw ValidationError("Missing expected argument '--catalog <catalog>'")
    }
  }

  var matching: LabelMatching {
    LabelMatching(
      catalog: catalog, columns: columns.names, radius: radius, brighterThan: brighterThan)
  }

  func match(_ table: SourceTable) throws -> LabelledScores { try matching.match(table) }
}
