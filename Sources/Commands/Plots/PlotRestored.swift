internal import ArgumentParser
internal import Charts
internal import Console
internal import Cutouts
internal import Files
internal import Networks
internal import Tensors

/// `galaxy-aep plot restored MODEL CUTOUTS`: images, spoilt images, and what comes back.
struct PlotRestored: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "restored",
    abstract: "Images, what a corruption leaves of them, and what the autoencoder restores.",
    discussion: """
      Also says the mean squared error over the images: as they are rebuilt, spoilt, and restored.

      Example: galaxy-aep plot restored model.safetensors digits --corruption salt-and-pepper \
      --out restored.png
      """)

  @Argument(help: "The model.", completion: .file())
  var model: String

  @Argument(help: "The set of images.", completion: .directory)
  var cutouts: String

  @Option(help: "How images are spoilt: gaussian, masking or salt-and-pepper. Default: not at all.")
  var corruption: Corruption.Kind?

  @Option(
    "The spread of gaussian noise, else the share of spoilt pixels. Default: the kind's usual one.",
    in: 0...100)
  var corruptionAmount: Float?

  @Option(help: "Only images of this file, such as t10k. Default: all.")
  var only: String?

  @Option(
    "The images shown.",
    in: 1...40)
  var count = 12

  @Option(help: "The band or channel shown. Default: the set's reference.")
  var band: String?

  @Option(seed: "The seed of the choice and of the corruption.")
  var seed: UInt64 = 1

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.model, model), Artifact(.cutouts, cutouts)] }

  func run() throws {
    let (network, metadata) = try ModelFile.read(model)
    let set = try CutoutSet(opening: cutouts)
    let dataset = try StretchedCutouts(
      set, stretch: StretchText.decode(metadata.stretch, of: model))
    let images = set.records.indices.filter { only == nil || set.records[$0].field == only }
    guard !images.isEmpty else {
      throw CommandFailure("cannot plot \(cutouts): it has no images of \(only ?? "any file")")
    }
    let shown = band ?? set.referenceBand
    guard let channel = set.bands.firstIndex(of: shown) else {
      throw CommandFailure(
        "cannot show band \(shown): \(cutouts) holds \(set.bands.joined(separator: ","))")
    }
    let spoiling = corruption.map { Corruption($0, amount: corruptionAmount) }
    let errors = try errors(of: network, on: dataset, images, spoiling)
    var numbers = RandomNumbers(seed: seed)
    let chosen = numbers.permutation(of: images.count).prefix(count)
      .map { images[$0] }
    let clean = try dataset.images(chosen)
    let rows = rows(
      of: network, clean, spoiling, channel: channel, limits: set.isOfSky ? nil : 0...1)
    var notes = [
      "mean squared error over \(images.count) images, rebuilt as they are: \(number(errors.clean))"
    ]
    if spoiling != nil {
      notes.append(
        "spoilt: \(number(errors.spoilt)); restored from that: \(number(errors.restored))")
    }
    for note in notes { Terminal.shared.say(note) }
    try figure.write(
      PictureGrid(
        title: figure.title ?? "Restored by \(metadata.architecture.codeCount) code units",
        rows: rows, pictureSize: dataset.imageShape[0], notes: notes),
      seed: seed)
  }

  private func rows(
    of network: Autoencoder, _ clean: Tensor, _ spoiling: Corruption?, channel: Int,
    limits: ClosedRange<Float>?
  ) -> [PictureGrid.Row] {
    var rows = [("original", clean)]
    if let spoiling {
      let spoilt = spoiling.applied(to: clean, seed: seed, step: 0)
      rows += [("spoilt", spoilt), ("restored", network.reconstruct(spoilt))]
    } else {
      rows.append(("restored", network.reconstruct(clean)))
    }
    return rows.map { heading, images in
      PictureGrid.Row(heading: heading, pictures: images.planes(channel: channel), range: limits)
    }
  }

  private func errors(
    of network: Autoencoder, on dataset: StretchedCutouts, _ images: [Int],
    _ spoiling: Corruption?
  ) throws -> (clean: Double, spoilt: Double, restored: Double) {
    var (clean, spoilt, restored, values) = (0.0, 0.0, 0.0, 0)
    try dataset.forEachBatch(of: images) { first, batch in
      clean += batch.squaredDistance(to: network.reconstruct(batch))
      if let spoiling {
        let seen = spoiling.applied(to: batch, seed: seed, step: UInt64(first + 1))
        spoilt += batch.squaredDistance(to: seen)
        restored += batch.squaredDistance(to: network.reconstruct(seen))
      }
      values += batch.count
    }
    let count = Double(values)
    return (clean / count, spoilt / count, restored / count)
  }
}
