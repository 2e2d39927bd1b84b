internal import ArgumentParser
internal import Charts
internal import Cutouts
internal import Foundation
internal import Networks
internal import Tensors

/// `galaxy-aep plot reconstructions MODEL CUTOUTS`: what went in, what came out, and the rest.
struct PlotReconstructions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconstructions",
    abstract: "Originals, reconstructions and residuals of some cutouts, band by band.",
    discussion: """
      Cutouts are shown as the network sees them; all of a band in a row have the same grey scale.

      Example: galaxy-aep plot reconstructions model.safetensors cutouts --out strips.png
      """)

  @Argument(help: "A model, as `galaxy-aep pretrain` writes it.", completion: .file())
  var model: String

  @Argument(help: "The cutout set.", completion: .directory)
  var cutouts: String

  @Option(
    "How many cutouts, from the brightest to the faintest.",
    in: 1...200)
  var count = 10

  @Option(
    "Only sources brighter than this magnitude. Default: all.",
    in: -50...50, "mag")
  var brighterThan: Double?

  @OptionGroup var figure: FigureOptions
  @OptionGroup var work: WorkOptions

  func run() throws {
    let (network, metadata) = try ModelFile.read(model, workers: work.workers)
    let set = try CutoutSet(opening: cutouts)
    let stretch = try StretchText.decode(metadata.stretch, of: model)
    let dataset = try StretchedCutouts(set, stretch: stretch)
    let chosen = choose(from: set)
    let originals = try dataset.images(chosen)
    let rebuilt = network.reconstruct(originals)
    let (side, bands) = (stretch.size, stretch.channels.count)
    let rows = chosen.enumerated().map { place, index -> StripPanels.Row in
      func planes(_ images: Tensor) -> [[Float]] {
        images.withUnsafeValues { values in
          let first = place * side * side * bands
          return (0..<bands).map { band in
            (0..<side * side).map { values[first + $0 * bands + band] }
          }
        }
      }
      let (before, after) = (planes(originals), planes(rebuilt))
      let rest = zip(before, after).map { zip($0, $1).map { $0 - $1 } }
      let record = set.records[index]
      return .init(
        name: "\(record.id)\nmag \(String(format: "%.2f", record.mag))",
        strips: [
          .init(heading: "original", planes: before),
          .init(heading: "reconstruction", planes: after),
          .init(heading: "residual", planes: rest),
        ])
    }
    let chart = StripPanels(
      title: figure.title
        ?? "Reconstructions from \(metadata.architecture.codeCount) numbers a cutout",
      rows: rows, planeNames: stretch.channels, side: side,
      notes: [
        "As the network sees them (\(stretch.kind.rawValue) stretch); each band of a row has the "
          + "grey scale of its original."
      ])
    try figure.write(chart, seed: metadata.seed, inputs: [model, cutouts])
  }

  /// Sources evenly spread over the ranking by magnitude.
  private func choose(from set: CutoutSet) -> [Int] {
    let ranked = set.records.indices.filter { index in
      let magnitude = Double(set.records[index].mag)
      return magnitude.isFinite && magnitude < brighterThan ?? .infinity
    }.sorted { (set.records[$0].mag, $0) < (set.records[$1].mag, $1) }
    guard ranked.count > count else { return ranked.isEmpty ? [0] : ranked }
    return (0..<count).map { ranked[$0 * (ranked.count - 1) / max(count - 1, 1)] }
  }
}
