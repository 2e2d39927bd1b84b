internal import ArgumentParser
internal import FITS
internal import Files
internal import Foundation

/// What a run left behind, found by the pipeline that it kept or, without one, by what files hold.
struct RunFolder {
  let folder: String
  let name: String
  /// The commands of the run, word by word.
  let steps: [[String]]
  /// Every evaluation's file and how it was asked for, the main one first.
  private(set) var evaluations: [(path: String, labels: LabelOptions?)] = []
  private(set) var scores: String?
  private(set) var cutouts: String?
  private(set) var model: String?
  /// How labels are matched; nil where there are none.
  private(set) var labels: LabelOptions?
  /// The edges of the magnitude bins that the run was evaluated in.
  private(set) var bins = Evaluate.usualBins

  init(_ folder: String) throws {
    let files = try Folder.names(in: folder)
    self.folder = folder
    name = URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
    let script = try? String(contentsOfFile: "\(folder)/pipeline.sh", encoding: .utf8)
    steps = script.map(ShellScript.commands) ?? []
    for case let command? in steps.map({ try? GalaxyAEP.command(of: $0) }) { take(command) }
    if let main = evaluations.firstIndex(where: { $0.path.hasSuffix("evaluation.json") }) {
      evaluations.insert(evaluations.remove(at: main), at: 0)
    }
    if evaluations.isEmpty, files.contains("evaluation.json") {
      evaluations = [(self.path("evaluation.json"), nil)]
    }
    evaluations.removeAll { !FileManager.default.fileExists(atPath: $0.path) }
    labels = evaluations.first?.labels ?? labels
    findWhatIsMissing(among: files)
    guard !evaluations.isEmpty || scores != nil || !figures.isEmpty else {
      throw CommandFailure(
        "cannot report on \(folder): it holds no evaluation.json, no table of scores and no "
          + "figures; give the folder of a run, such as runs/sdss")
    }
  }

  /// A file of the run.
  func path(_ name: String) -> String {
    name.hasPrefix("/") || folder == "." ? name : "\(folder)/\(name)"
  }

  /// A path as seen from the run's folder.
  func shortName(_ path: String) -> String {
    path.hasPrefix("\(folder)/") ? String(path.dropFirst(folder.count + 1)) : path
  }

  mutating func useCatalog(_ path: String) {
    guard var options = labels ?? (try? LabelOptions.parse(["--catalog", path])) else { return }
    options.givenCatalog = path
    labels = options
  }

  /// The figures in the run's folder, in alphabetical order.
  var figures: [String] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return names.filter { name in
      [".png", ".svg"].contains { name.lowercased().hasSuffix($0) } && !name.hasPrefix(".")
    }.sorted()
  }

  private mutating func take(_ command: any ParsableCommand) {
    switch command {
    case let ingest as Ingest: cutouts = cutouts ?? path(ingest.out)
    case let pretrain as Pretrain: model = path(pretrain.out)
    case let encode as Encode:
      cutouts = path(encode.cutouts)
      model = path(encode.model)
    case let cluster as Cluster: scores = path(cluster.out)
    case let classify as Classify: scores = path(classify.out)
    case let evaluate as Evaluate:
      var labels = evaluate.labels
      labels.givenCatalog = labels.givenCatalog.map { self.path($0) }
      evaluations.append((path(evaluate.out), labels))
      if evaluations.count == 1 || evaluate.out.hasSuffix("evaluation.json") {
        scores = path(evaluate.scores)
        bins = evaluate.bins
      }
    default: break
    }
  }

  private mutating func findWhatIsMissing(among files: [String]) {
    func exists(_ path: String?) -> Bool {
      path.map { FileManager.default.fileExists(atPath: $0) } ?? false
    }
    if !exists(scores) {
      let tables = ["scores.fits", "clusters.fits"] + files.filter { $0.hasSuffix(".fits") }
      scores = tables.map(path).first { name in
        guard exists(name), let file = try? FITSFile(reading: name) else { return false }
        return (try? file.unit(named: "SCORES")) != nil
      }
    }
    if !exists(cutouts) {
      cutouts = files.map(path).first { exists("\($0)/cutouts-00000.fits") }
    }
    if !exists(model) { model = files.first { $0.hasSuffix(".safetensors") }.map(path) }
    if !exists(labels?.catalog) { labels = nil }
  }
}
