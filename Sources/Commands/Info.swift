internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Reports

/// `galaxy-aep info FILE…`: what a file or folder is and what it holds.
struct Info: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell what files are: any of ours, or any FITS file.",
    discussion: """
      Cutout sets, models, checkpoints, tables of codes and scores, evaluations, figures, pipelines, \
      run folders, catalogs, digits, and FITS files from anywhere. Every figure, table and model also \
      says where it comes from: program, command, kernels, seed and inputs.

      Example: galaxy-aep info model.safetensors cutouts clusters.fits figures/roc.png
      With --source, what a table says of one source, and where on the web its sky is shown: SkyServer, the viewer \
      of the Legacy Surveys, Aladin.

      Example: galaxy-aep info --layers model.safetensors
      Example: galaxy-aep info scores.fits --source 003918-3-0213-00042
      """)

  @Argument(help: "Files or folders.", completion: .of(.file))
  var files: [String]

  @Flag(help: "Also tell the layers of models: what they make, and how many weights they have.")
  var layers = false

  @Option(
    help:
      "Tell all that tables say of the source of this name (ID, or FIELD/ID). Default: what the files are."
  )
  var source: String?

  @Flag(help: "Print JSON: a list with an object for every file, numbers as numbers.")
  var json = false

  var reads: [Artifact] { .all(.file, files) }
  var writes: [Artifact] { [] }

  func run() throws {
    if let source {
      let all = try files.flatMap { try SourceFacts.all(named: source, in: $0) }
      return try json ? answer(all) : answer(all.map(\.lines))
    }
    let all = try files.map { try FileFacts(of: $0, withLayers: layers) }
    try json ? answer(all) : answer(all.map(\.lines))
  }

  private func answer(_ facts: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    Terminal.shared.answer(String(decoding: try encoder.encode(facts), as: UTF8.self))
  }

  private func answer(_ parts: [[String]]) {
    for (index, lines) in parts.enumerated() {
      if index > 0 { Terminal.shared.answer("") }
      for line in lines { Terminal.shared.answer(line) }
    }
  }
}
