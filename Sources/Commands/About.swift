internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Pipelines

/// `galaxy-aep about FILE`: where an output comes from; `info` tells that too.
struct About: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print where an output comes from: program, command, kernels, seed and inputs.",
    discussion: """
      Every figure, table and model carries that inside itself.

      Example: galaxy-aep about figures/roc.png
      """, shouldDisplay: false)

  @Argument(
    help: "A figure (.png, .svg), a FITS file, a model or an evaluation.",
    completion: .of(.file))
  var file: String

  @Flag(help: "Print JSON instead.")
  var json = false

  var reads: [Artifact] { [Artifact(.file, file)] }
  var writes: [Artifact] { [] }

  func run() throws {
    Terminal.shared.note(
      "hint: `galaxy-aep about` is now `galaxy-aep info`, and goes in the next version")
    let entries = try Origin.entries(of: file)
    guard !entries.isEmpty else {
      throw CommandFailure("cannot tell where \(file) comes from: it does not say")
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
      Terminal.shared.answer(String(decoding: try encoder.encode(entries), as: UTF8.self))
    } else {
      for entry in entries {
        let name = entry.name.padding(
          toLength: max(9, entry.name.count + 1), withPad: " ", startingAt: 0)
        Terminal.shared.answer(name + VisibleText.plain(entry.value))
      }
    }
  }
}
