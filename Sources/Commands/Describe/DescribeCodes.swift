internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Judging
internal import Pipelines
internal import Tables
internal import Tensors

/// `galaxy-aep describe codes CODES… --truth truth.csv`: what can be read off codes.
struct DescribeCodes: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "codes",
    abstract: "Tell how well true sizes, shapes, colours, redshifts and classes follow from codes.",
    discussion: """
      By ridge regression on the standardised units, learned in four fifths of the fields and judged in the others: the \
      share of the variance that it explains, 1 at best, 0 for guessing the mean; of the class the area under the ROC \
      curve. Several tables of the same sources are put side by side, with the measurements on the pixels \
      (concentration, half-light radius, PSF minus model, template χ², compactness, magnitude) last.

      Example: galaxy-aep describe codes codes.fits components.fits --truth frames/truth.csv
      """)

  @Argument(
    help: "Tables with codes of the same sources, of `encode`, `cluster` or `classify`.",
    completion: .of(.codes))
  var codes: [String]

  @Option(
    help: "What is true: truth.csv of `galaxy-aep simulate`, or a CSV file with its columns.",
    completion: .of(.labels))
  var truth: String

  @Option("Only sources whose true magnitude is brighter.", in: -50...50, "mag")
  var brighterThan = 22.5

  @Option("The largest separation of a source and its truth.", in: 0.001...3600, "arcseconds")
  var radius = 1.0

  @Option(
    "The price on the regression's weights, in squares of one source's standardised feature.",
    in: 1e-9...1e9)
  var penalty = 1.0

  @Option(seed: "The seed of how fields are dealt to the five parts.")
  var seed: UInt64 = 1

  @Option(help: "The file of results; - for standard output.", completion: .of(.table))
  var out = "codes.json"

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { .all(.codes, codes) + [Artifact(.labels, truth)] }
  var writes: [Artifact] { [Artifact(.table, out)] }

  private static let parts = 5

  func run() throws {
    let tables = try codes.map {
      try SourceTable(reading: $0, anyOf: [.codes, .scores], maker: "encode")
    }
    guard let first = tables.first else { return }
    for other in tables.dropFirst() {
      try other.requireSources(
        of: first, to: "put codes side by side",
        otherwise: "encode the same cutouts with each model")
    }
    let sought = try SoughtSources(
      of: first, truth: truth, brighterThan: brighterThan, radius: radius, parts: Self.parts,
      seed: seed)
    func row(_ name: String, _ features: Tensor, isCode: Bool) throws -> NamedFinding<
      HeldProperties
    > {
      NamedFinding(
        name,
        HeldProperties(
          units: features.shape[1],
          dimensions: isCode
            ? try CodeDimensions.participation(of: features, workers: work.workers) : nil,
          properties: try sought.judged(features, penalty: penalty, workers: work.workers)))
    }
    var rows = try tables.map { table in
      let (width, values) = try table.codes()
      return try row(
        FileName.stem(of: table.path), Tensor(values, shape: [table.table.rowCount, width]),
        isCode: true)
    }
    rows.append(try row("measurements", try first.measurements(), isCode: false))
    Terminal.shared.say("\(sought.rows.count) sources of known truth")
    for line in Self.lines(rows) { Terminal.shared.say(line) }
    try RepresentationReport(of: "codes", rows: rows)
      .write(to: out, provenance: Invocation.provenanceByKeyword())
    Terminal.shared.say("written  \(out)")
  }
  /// A column for each table of codes.
  private static func lines(_ rows: [NamedFinding<HeldProperties>]) -> [String] {
    let names = rows.first?.found.properties.map(\.name) ?? []
    let body = names.indices.map { index in
      [names[index]]
        + rows.map { $0.found.properties[index].value.map { String(format: "%.3f", $0) } ?? "–" }
    }
    let directions =
      ["directions in use"]
      + rows.map { row in
        row.found.dimensions.map { String(format: "%.1f of %d", $0, row.found.units) }
          ?? "\(row.found.units)"
      }
    return AlignedText.lines(
      [[""] + rows.map(\.name)] + body + [directions], areNumbers: [false] + rows.map { _ in true })
  }
}
