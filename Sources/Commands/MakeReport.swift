internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Pipelines
internal import Reports

/// `galaxy-aep report RUN`: all of a run on one page that needs nothing beside itself.
struct MakeReport: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Collect a run into one page of HTML: numbers, figures, a gallery of cutouts.",
    discussion: """
      The page holds everything it shows and asks nothing of a network, so it can be mailed. \
      Cutouts can be sorted and filtered in it.

      Example: galaxy-aep report runs/sdss
      """)

  @Argument(help: "The run's folder, as `galaxy-aep run` makes it.", completion: .of(.run))
  var folder = "."

  @Option(
    help: "The page; - for standard output. Default: report.html in the run's folder.",
    completion: .of(.report))
  var out: String?

  @Option(
    help: """
      A labelled catalog, for classes in the gallery and the frames' own scores. Default: the one \
      that the run was evaluated with, if any.
      """, completion: .of(.labels))
  var catalog: String?

  @Option(
    "The most cutouts of every group in the gallery.",
    in: 0...400)
  var cutouts = 48

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [Artifact(.run, folder)] + .some(.labels, catalog) }
  var writes: [Artifact] { [Artifact(.report, page)] }

  private var page: String { out ?? (folder == "." ? "report.html" : "\(folder)/report.html") }

  func run() throws {
    var run = try RunFolder(folder)
    if let catalog { run.useCatalog(catalog) }
    let report = try Report(of: run, cutoutsPerGroup: cutouts, workers: work.workers)
    let text = report.page(provenance: Invocation.provenance())
    try ResultFile.write(text, to: page)
    let size = String(format: "%.1f", Double(text.utf8.count) / 1e6)
    for line in report.warningLines { Terminal.shared.say("warning  \(line)") }
    Terminal.shared.say("written  \(page) (\(size) MB)")
  }
}
