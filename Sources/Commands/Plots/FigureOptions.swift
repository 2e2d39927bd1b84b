internal import ArgumentParser
internal import Charts
internal import Files
internal import Foundation

/// Where a figure goes and how large it is.
struct FigureOptions: ParsableArguments {
  @Option(help: "The figure; its name ends in .png, .svg or .pdf.")
  var out: String

  @Option(help: "Pixels per unit of a PNG: 2 for twice the resolution.")
  var scale = 1.0

  @Flag(help: "Draw on a dark ground, for dark pages and slides.")
  var dark = false

  @Option(help: "The figure's title.")
  var title: String?

  func write(_ figure: some Figure, seed: UInt64? = nil, inputs: [String]) throws {
    let folder = URL(fileURLWithPath: out).deletingLastPathComponent().path
    try Folder.create(folder)
    let provenance = CommandLineText.provenance(seed: seed, inputs: inputs)
    try figure.write(to: out, provenance: provenance, scale: scale, ground: dark ? .dark : .light)
    Terminal.shared.say("written  \(out)")
  }

  func validate() throws {
    guard scale >= 0.25, scale <= 8 else {
      throw ValidationError("--scale must lie between 0.25 and 8, not \(scale).")
    }
  }
}
