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
      says where it comes from: program, command, seed and inputs.

      Example: galaxy-aep info model.safetensors cutouts clusters.fits figures/roc.png
      Example: galaxy-aep info --layers model.safetensors
      """)

  @Argument(help: "Files or folders.", completion: .of(.file))
  var files: [String]

  @Flag(help: "Also tell the layers of models: what they make, and how many weights they have.")
  var layers = false

  @Flag(help: "Print JSON: a list with an object for every file, numbers as numbers.")
  var json = false

  var reads: [Artifact] { .all(.file, files) }
  var writes: [Artifact] { [] }

  func run() throws {
    let all = try files.map { try FileFacts(of: $0, withLayers: layers) }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      Terminal.shared.answer(String(decoding: try encoder.encode(all), as: UTF8.self))
    } else {
      for (index, facts) in all.enumerated() {
        if index > 0 { Terminal.shared.answer("") }
        for line in facts.lines { Terminal.shared.answer(line) }
      }
    }
  }
}
