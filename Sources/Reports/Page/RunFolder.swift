internal import Console
internal import FITS
internal import Files
internal import Foundation
package import Judging
package import Pipelines
internal import Tables

/// What a run left behind: by its manifest and by what its files say of their own making.
package struct RunFolder {
  package let folder: String
  package let name: String
  /// Nil where nobody kept one: a folder that was put together by hand.
  package let manifest: RunManifest?
  /// Every evaluation, the main one first.
  package let evaluations: [(path: String, result: ReportedEvaluation)]
  /// The table that was judged; without an evaluation the last that was made.
  package let scores: String?
  /// The cutouts and the model that its rows come from.
  package let cutouts, model: String?
  /// How labels are matched; nil where there are none.
  package private(set) var labels: LabelMatching?
  /// The edges of the magnitude bins that the run was evaluated in.
  package let bins: [Double]
  /// Its maps of pixels.
  package let maps: RunMaps

  package init(_ folder: String) throws {
    let files = try Folder.names(in: folder)
    func path(_ name: String) -> String { Self.path(name, in: folder) }
    func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
    self.folder = folder
    name = URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
    let manifest = RunManifest(in: folder)
    let steps = (manifest?.steps ?? []).filter { $0.state == .done }
    let asked = steps.compactMap { $0.writes.first(.evaluation) }.map(path)
    let found = files.filter { $0 == Self.mainEvaluation }.map(path)
    let results = try (asked.isEmpty ? found : asked).filter(isThere).map { path in
      (path: path, result: try ReportedEvaluation(reading: path))
    }
    // The main one first, the others as they were made.
    evaluations =
      results.filter { $0.path.hasSuffix(Self.mainEvaluation) }
      + results.filter { !$0.path.hasSuffix(Self.mainEvaluation) }
    let judging = evaluations.lazy.compactMap(\.result.judging).first
    let made = steps.reversed().compactMap { $0.writes.first(.scores) }
    let named = [judging?.scores].compactMap { $0 } + made + ["scores.fits", "clusters.fits"]
    scores =
      named.map(path).first(where: isThere)
      ?? files.filter { $0.hasSuffix(".fits") }.map(path).first(where: Self.holdsScores)
    cutouts = scores.flatMap { Lineage.nearest(.cutouts, above: $0) }
    model =
      scores.flatMap { Lineage.nearest(.model, above: $0) }
      ?? files.first { $0.hasSuffix(".safetensors") }.map(path)
    labels = judging.map { LabelMatching($0, at: path) }.flatMap {
      isThere($0.catalog) ? $0 : nil
    }
    bins = judging?.bins ?? []
    self.manifest = manifest
    let all = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    maps = RunMaps(folder, manifest, files: all)
    guard !evaluations.isEmpty || scores != nil || !maps.isEmpty || !figures.isEmpty else {
      throw CommandFailure(
        "cannot report on \(folder): it holds no evaluation.json, no table of scores, no maps and no "
          + "figures; give the folder of a run, such as runs/sdss")
    }
  }

  private static let mainEvaluation = "evaluation.json"

  /// A file of the run.
  package func path(_ name: String) -> String { Self.path(name, in: folder) }

  private static func path(_ name: String, in folder: String) -> String {
    name.hasPrefix("/") || folder == "." ? name : "\(folder)/\(name)"
  }

  /// A path as seen from the run's folder.
  package func shortName(_ path: String) -> String {
    path.hasPrefix("\(folder)/") ? String(path.dropFirst(folder.count + 1)) : path
  }

  package mutating func useCatalog(_ path: String) {
    labels = labels ?? LabelMatching(catalog: path)
    labels?.catalog = path
  }

  /// The figures in the run's folder, in alphabetical order.
  package var figures: [String] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return names.filter { name in
      [".png", ".svg"].contains { name.lowercased().hasSuffix($0) } && !name.hasPrefix(".")
    }.sorted()
  }

  private static func holdsScores(_ path: String) -> Bool {
    guard let file = try? FITSFile(reading: path) else { return false }
    return (try? file.unit(named: TableName.scores.rawValue)) != nil
  }
}
