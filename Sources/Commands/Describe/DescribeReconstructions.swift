internal import ArgumentParser
internal import Charts
internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Judging
internal import Networks
internal import Pipelines
internal import Tensors

/// `galaxy-aep describe reconstructions MODEL… --cutouts SET --noise-free TWINS`: what models take for noise.
struct DescribeReconstructions: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconstructions",
    abstract:
      "Tell how far images rebuilt from noisy ones are from the noise-free truth, by magnitude.",
    discussion: """
      Mean squared errors a pixel, in stretched units, of what each model makes of the noisy cutouts, against the same \
      windows of noise-free frames seen through the same stretch. The frames come from `simulate --noise-free`, their \
      cutouts from `ingest clean --catalog codes.fits --out twins` with the table of codes of the noisy ones, which makes \
      them lie alike.

      Example: galaxy-aep describe reconstructions model.safetensors --cutouts cutouts --noise-free twins
      """)

  @Argument(
    help: "Models of one stretch, as `galaxy-aep pretrain` writes them.", completion: .of(.model))
  var models: [String]

  @Option(help: "The noisy cutouts.", completion: .of(.cutouts))
  var cutouts: String

  @Option(help: "The same cutouts of noise-free frames.", completion: .of(.cutouts))
  var noiseFree: String

  @Option(help: "Edges of magnitude bins (MAG), ascending and separated by commas.")
  var bins = "14,20,21,22,22.5"

  @Option(
    help:
      "A picture of some sources: noisy, noise-free, and rebuilt by every model. Default: none.",
    completion: .of(.figure))
  var figure: String?

  @Option("How many sources --figure shows.", in: 1...50)
  var count = 8

  @Option(help: "The file of results; - for standard output.", completion: .of(.table))
  var out = "reconstructions.json"

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] {
    .all(.model, models) + [Artifact(.cutouts, cutouts), Artifact(.cutouts, noiseFree)]
  }
  var writes: [Artifact] { [Artifact(.table, out)] + .some(.figure, figure) }

  func run() throws {
    let edges = try MagnitudeBins.edges(bins)
    let twins = try CutoutSet(opening: noiseFree)
    var (rows, noisy): ([NamedFinding<BinnedErrors>], BinnedErrors?) = ([], nil)
    var strips: NoiseFreeStrips?
    var bar = ProgressBar("describe", total: models.count, unit: "models")
    for (number, path) in models.enumerated() {
      let seen = try SeenImages(path, cutouts: cutouts, band: nil, workers: work.workers)
      let clean = try NoiseFreeTwins(of: seen.dataset, in: twins)
      let errors = try DenoisingErrors(of: seen.model, on: seen.dataset, against: clean)
      let magnitudes = seen.set.records.map { Double($0.mag) }
      noisy = noisy ?? BinnedErrors(errors.noisy, at: magnitudes, edges: edges)
      rows.append(
        NamedFinding(
          FileName.stem(of: path), BinnedErrors(errors.rebuilt, at: magnitudes, edges: edges)))
      if figure != nil {
        strips =
          strips ?? NoiseFreeStrips(count: count, of: seen, brighterThan: edges.last ?? .infinity)
        try strips?.add(seen, clean, called: FileName.stem(of: path))
      }
      bar.update(number + 1)
    }
    bar.finish()
    if let noisy { rows.insert(NamedFinding("the noisy images", noisy), at: 0) }
    for line in Self.lines(rows) { Terminal.shared.say(line) }
    try RepresentationReport(of: "reconstructions", rows: rows)
      .write(to: out, provenance: Invocation.provenanceByKeyword())
    if let figure, let chart = strips?.chart {
      try chart.write(to: figure, provenance: Invocation.provenance())
    }
    Terminal.shared.say("written  \(out)\(figure.map { " and \($0)" } ?? "")")
  }

  private static func lines(_ rows: [NamedFinding<BinnedErrors>]) -> [String] {
    let bins = rows.first?.found.bins ?? []
    let head = ["error × 10⁴, mag"] + bins.map { "\(number($0.low))–\(number($0.high))" } + ["all"]
    let counts =
      ["sources"] + bins.map { "\($0.sources)" } + ["\(bins.reduce(0) { $0 + $1.sources })"]
    let body = rows.map { row in
      [row.name]
        + (row.found.bins.map(\.error) + [row.found.all]).map { error in
          error.map { String(format: "%.2f", 1e4 * $0) } ?? "–"
        }
    }
    return AlignedText.lines(
      [head, counts] + body, areNumbers: [false] + head.dropFirst().map { _ in true })
  }
}
