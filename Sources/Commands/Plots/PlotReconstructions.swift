internal import ArgumentParser
internal import Charts
internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Networks
internal import Tensors

/// `galaxy-aep plot reconstructions MODEL… CUTOUTS`: what went in and what came out.
struct PlotReconstructions: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconstructions",
    abstract: "Images, what a model makes of them, and the rest; or what several models make.",
    discussion: """
      One model of the sky: originals, reconstructions and residuals from bright to faint, band by band, \
      all of a band in a row with the same grey scale. Several models, pictures, one --band, or images \
      that are spoilt first by --corruption: a row each, and the mean squared errors are told. Images \
      are shown as the network sees them.

      Example: galaxy-aep plot reconstructions model.safetensors cutouts --out strips.png
      Example: galaxy-aep plot reconstructions pca.safetensors naive.safetensors digits --out rows.png
      """)

  @Argument(
    help: """
      Models, as `galaxy-aep pretrain` writes them, and the set of images: what has no name in \
      .safetensors, else what comes last.
      """, completion: .of(.model))
  var paths: [String]

  @Option(
    "How many images. Default: 10 band by band, 12 in rows.",
    in: 1...200)
  var count: Int?

  @Option(
    "Only sources brighter than this magnitude. Default: all.",
    in: -50...50, "mag")
  var brighterThan: Double?

  @Option(help: "Only images of this file or field, such as t10k. Default: all.")
  var only: String?

  @Option(help: "How images are spoilt: gaussian, masking or salt-and-pepper. Default: not at all.")
  var corruption: Corruption.Kind?

  @Option(
    "The spread of gaussian noise, else the share of spoilt pixels. Default: the kind's usual one.",
    in: 0...100)
  var corruptionAmount: Float?

  @Option(help: "Rows of this band or channel. Default: all bands of the sky, else the reference.")
  var band: String?

  @Option(seed: "The seed of the choice of images in rows, and of the corruption.")
  var seed: UInt64 = 1

  @OptionGroup var figure: FigureOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard paths.count > 1 else {
      throw ValidationError("Give a model and a set of images, or several models and a set.")
    }
  }

  var reads: [Artifact] { .all(.model, parted.models) + [Artifact(.cutouts, parted.cutouts)] }

  /// The set is what is no model by its name; where that leaves a choice it comes last.
  private var parted: (models: [String], cutouts: String) {
    let others = paths.indices.filter { !paths[$0].hasSuffix(".safetensors") }
    let place = others.count == 1 ? others[0] : paths.count - 1
    var models = paths
    let cutouts = models.remove(at: place)
    return (models, cutouts)
  }

  func run() throws {
    let (models, cutouts) = parted
    let set = try CutoutSet(opening: cutouts)
    let images = set.records.indices.filter { index in
      let record = set.records[index]
      guard only == nil || record.field == only else { return false }
      return brighterThan.map { Double(record.mag) < $0 } ?? true
    }
    guard !images.isEmpty else {
      let bound = brighterThan.map { " brighter than \(number($0)) mag" } ?? ""
      throw CommandFailure(
        "cannot plot \(cutouts): it has no images\(only.map { " of \($0)" } ?? "")\(bound)")
    }
    if models.count == 1, corruption == nil, band == nil, set.isOfSky {
      let network = try ModelFile.read(models[0], workers: work.workers)
      let strips = ReconstructionStrips(count: count ?? 10, title: figure.title)
      let chart = try strips.chart(
        of: network.model, network.metadata, path: models[0], on: set, images)
      return try figure.write(chart, seed: network.metadata.seed)
    }
    let rows = ReconstructionRows(
      count: count ?? 12, band: band, title: figure.title,
      corruption: corruption.map { Corruption($0, amount: corruptionAmount) }, seed: seed)
    let chart = try rows.chart(of: models, cutouts: cutouts, images, workers: work.workers)
    for note in chart.notes { Terminal.shared.say(note) }
    try figure.write(chart, seed: seed)
  }
}
