internal import ArgumentParser
internal import Console
internal import Files
internal import Pipelines

/// `galaxy-aep pipelines`: the experiments that come with the program, for `run` to run by name.
struct ListPipelines: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipelines",
    abstract: "List the pipelines that come with the program, and what each measured.",
    discussion: """
      `galaxy-aep run NAME` runs one from any folder. With NAME, this prints what a pipeline says of itself: what it \
      does, how long it took, and all the figures that came out.

      Example: galaxy-aep pipelines demo
      """)

  @Argument(
    help: "A pipeline's name. Default: all are listed.",
    completion: .list(ShippedPipeline.all.map(\.name)))
  var name: String?

  var reads: [Artifact] { [] }
  var writes: [Artifact] { [] }

  func run() throws {
    let all = ShippedPipeline.all
    guard !all.isEmpty else {
      throw CommandFailure(
        "cannot list pipelines: none lie beside the program; `galaxy-aep run FILE` runs one by its path"
      )
    }
    guard let name else { return try list(all) }
    guard let pipeline = all.first(where: { $0.name == name }) else {
      throw CommandFailure(
        "cannot tell of the pipeline \(name): none of that name comes with the program"
          + Suggestion.text(for: name, among: all.map(\.name)))
    }
    for line in try pipeline.head().lines { Terminal.shared.answer(line) }
    Terminal.shared.answer("\nfile: \(pipeline.path)")
  }

  private func list(_ pipelines: [ShippedPipeline]) throws {
    var cells = [["name", "took", "data", "measured", "what it does"]]
    for pipeline in pipelines {
      let head = try pipeline.head()
      let data = try pipeline.data().joined(separator: ", ")
      cells.append([
        pipeline.name, head.duration ?? "unknown", data.isEmpty ? "its own" : data,
        head.figure ?? "not yet", head.subject,
      ])
    }
    for line in AlignedText.lines(cells, areNumbers: [false, true, false, false, false]) {
      Terminal.shared.answer(line)
    }
    Terminal.shared.answer(
      "`galaxy-aep run NAME` runs one, `galaxy-aep pipelines NAME` says all that it measured; data: a folder of "
        + "GALAXY_AEP_DATA (`galaxy-aep run --help`)")
  }
}
