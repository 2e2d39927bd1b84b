internal import ArgumentParser
internal import Charts
internal import Console
internal import Files
internal import Foundation
internal import Pipelines

/// Where a figure goes and how large it is.
struct FigureOptions: ParsableArguments {
  @Option(help: "The figure; its name ends in .png, .svg or .pdf.", completion: .of(.figure))
  var out: String

  @Option(
    "Pixels per unit of a PNG: 2 for twice the resolution.",
    in: 0.25...8)
  var scale = 1.0

  @Flag(help: "Draw on a dark ground, for dark pages and slides.")
  var dark = false

  @Option(help: "The figure's title. Default: what is shown.")
  var title: String?

  func write(_ figure: some Figure, seed: UInt64? = nil) throws {
    let folder = URL(fileURLWithPath: out).deletingLastPathComponent().path
    try Folder.create(folder)
    let provenance = Invocation.provenance(seed: seed)
    try figure.write(to: out, provenance: provenance, scale: scale, ground: dark ? .dark : .light)
    Terminal.shared.say("written  \(out)")
  }
}
