internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Ingestion
internal import Pipelines
internal import Sky
internal import Surveys

/// `galaxy-aep init FOLDER`: a pipeline for frames that nobody has looked at yet.
struct Init: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a pipeline for the frames in a folder, to run and to change.",
    discussion: """
      Tells whose frames they are, in which bands, how large cutouts should be for their seeing, and whether a \
      labelled catalog lies beside them, and writes the whole way from frames to a report as a pipeline with a word on \
      every step. Frames are only read. A file that is there is never replaced.

      Example: galaxy-aep init frames
               galaxy-aep run frames.yaml
      """)

  @Argument(help: "The folder with the frames.", completion: .directory)
  var folder = "."

  @Option(
    help: "The pipeline's file. Default: the folder's name and .yaml, in the present folder.",
    completion: .of(.pipeline))
  var out: String?

  @Option(
    help:
      "A labelled catalog to judge by (CSV, FITS table or VOTable): ra, dec in degrees and class. Default: the one in the folder that has most labels on its frames.",
    completion: .of(.labels))
  var catalog: String?

  @Option(
    help:
      "The survey whose files these are: \(SurveyLibrary.names.joined(separator: ", ")), or a description of your own (.yaml). Default: told by names and headers.",
    completion: .file(extensions: ["yaml"]))
  var survey: String?

  var reads: [Artifact] { [Artifact(.frames, folder)] + .some(.labels, catalog) }
  var writes: [Artifact] { [Artifact(.pipeline, file)] }

  private var place: URL { URL(fileURLWithPath: folder).standardizedFileURL }
  private var file: String { out ?? (place.lastPathComponent + ".yaml") }

  func run() throws {
    guard !FileIdentity.isFile(file) || Invocation.current?.isOverwriting == true else {
      throw CommandFailure(
        "cannot write \(file): a file of that name is there already, and may hold what you changed; "
          + "choose another name with --out")
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw CommandFailure("cannot look at the frames in \(folder): there is no such folder")
    }
    let look = try FirstLook(
      at: folder,
      surveys: survey.map { (name) throws(SurveyError) in try SurveyLibrary(choosing: name) })
    let catalogs =
      try catalog.map { [try FolderLabels(reading: $0, on: look)] }
      ?? FolderLabels.all(in: folder, of: look)
    let labels = catalogs.first
    let pipeline = FirstPipeline(
      look: look, labels: labels, frames: named(folder, isPattern: true),
      catalog: labels.map { named($0.path) },
      survey: survey.map { SurveyLibrary.isFile($0) ? named($0) : $0 },
      name: FileName.stem(of: file), folder: folder, file: file)
    let text = pipeline.draft.yaml
    // What is written can be run: it is read back as `run` would.
    _ = try Pipeline(yaml: text, path: file)
    try AtomicFile.write(text, to: file)

    let terminal = Terminal.shared
    terminal.say("found    \(pipeline.found)")
    terminal.say("pixels   \(pipeline.pixels); cutouts of \(look.size)×\(look.size)")
    for problem in look.problems.prefix(5) { terminal.note("left out \(problem)") }
    if look.problems.count > 5 { terminal.note("left out \(look.problems.count - 5) more") }
    terminal.say(
      "labels   "
        + (labels.map {
          "\($0.path): \($0.stars) stars, \($0.galaxies) galaxies, \($0.onFields) of them here"
        }
          ?? "none"))
    if let labels, labels.onFields == 0 {
      terminal.note("no label of \(labels.path) lies on the fields that were compared")
    }
    for other in catalogs.dropFirst() {
      terminal.note("\(other.path) has labels, too; --catalog chooses it")
    }
    terminal.say("written  \(file)")
    terminal.say("next     galaxy-aep run \(CommandLineText.quoted([file]))")
  }

  /// A path as the pipeline names it: from its own folder on where it lies in it, so that both may move.
  ///
  /// - Parameter isPattern: whether wildcards mean something where it will stand.
  private func named(_ path: String, isPattern: Bool = false) -> String {
    let there = URL(fileURLWithPath: path).standardizedFileURL.path
    let home = URL(fileURLWithPath: file).standardizedFileURL.deletingLastPathComponent().path
    let isInside = there == home || there.hasPrefix(home == "/" ? home : home + "/")
    let path = isInside ? "$HERE" + there.dropFirst(home == "/" ? 0 : home.count) : there
    guard isPattern, path.contains(where: { "*?[".contains($0) }) else { return path }
    return path.map { "*?[\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
  }
}
