internal import ArgumentParser
internal import Console
internal import Cutouts
internal import Files
internal import Pipelines

/// `galaxy-aep patches SET`: small patches at random places of the images of a set.
struct Patches: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cut small patches out of a set of images, at random places.",
    discussion: """
      The patches are a set like any other, without a place on the sky: what a network learns of them \
      is edges, strokes and points. The same seed cuts the same patches.

      Example: galaxy-aep patches digits --size 12 --count 20000 --contrast 0.15 --out patches
      """)

  @Argument(help: "A cutout set, as `galaxy-aep ingest` writes it.", completion: .of(.cutouts))
  var cutouts: String

  @Option(
    "The side of a patch.",
    in: 4...512, "pixels")
  var size = 12

  @Option(
    "How many patches.",
    in: 1...10_000_000)
  var count = 20_000

  @Option(
    "The least standard deviation of a patch in the reference band, over the noise of its frame (over 1 for pictures); 0 takes blank ones too.",
    in: 0...1e6)
  var contrast = 0.0

  @Option(help: "Keep only this band. Default: all.")
  var band: String?

  @Option(seed: "The seed of the places.")
  var seed: UInt64 = 1

  @Option(help: "The folder for the patches.", completion: .of(.cutouts))
  var out = "patches"

  @Flag(help: "Delete the set that is in the way.")
  var replace = false

  var reads: [Artifact] { [Artifact(.cutouts, cutouts)] }
  var writes: [Artifact] { [Artifact(.cutouts, out)] }

  func run() throws {
    let cutting = PatchCutting(
      size: size, count: count, contrast: contrast, band: band, seed: seed)
    let summary = try cutting.run(
      on: try CutoutSet(opening: cutouts), out: out, replacing: replace,
      provenance: Invocation.provenance(seed: seed))
    Terminal.shared.say(
      "patches  \(summary.patches) of \(size)×\(size) pixels from \(summary.images) images in \(out)"
    )
    Terminal.shared.say("tried    \(summary.tried) random places")
  }
}
