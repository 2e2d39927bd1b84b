internal import Files
internal import Foundation
package import Judging
internal import Pipelines
internal import Segments

/// The maps of pixels that a run made, and what `compare maps` says of them.
package struct RunMaps {
  /// What one file says.
  package struct Result {
    /// As seen from the run's folder.
    package var name: String
    package var table: MapTable
  }

  /// A map that is shown, the best maker's where they were judged.
  package struct Shown {
    package var maker: String?
    package var path: String
    /// The frames that it was made of.
    package var frames: [String]
  }

  package let results: [Result]
  package let shown: Shown?

  var isEmpty: Bool { results.isEmpty && shown == nil }

  /// - Parameter files: all below the folder, as seen from there.
  init(_ folder: String, _ manifest: RunManifest?, files: [String]) {
    func path(_ name: String) -> String {
      name.hasPrefix("/") || folder == "." ? name : "\(folder)/\(name)"
    }
    let steps = (manifest?.steps ?? []).filter { $0.state == .done }
    let judged = steps.filter { $0.writes.first(.mapScores) != nil }
    var (results, best):
      ([Result], (overlap: Double, maker: String, folder: String, field: String)?)
    (results, best) = ([], nil)
    for step in judged {
      guard let name = step.writes.first(.mapScores), let table = Self.table(path(name)) else {
        continue
      }
      results.append(Result(name: name, table: table))
      let folders = step.reads.filter { $0.kind == .maps }.map(\.path)
      for (row, folder) in zip(table.rows, folders) {
        guard let overlap = row.values["mean IoU"]?.value, let field = table.fields.first,
          overlap > best?.overlap ?? -1
        else { continue }
        best = (overlap, row.name, folder, field)
      }
    }
    if results.isEmpty {
      results = files.filter { $0.hasSuffix(".json") && !$0.contains("/") }.compactMap { name in
        Self.table(path(name)).map { Result(name: name, table: $0) }
      }
    }
    self.results = results
    let own = best.map { "\($0.folder)/\(SegmentedField.fileName(of: $0.field))" }
    let others = files.filter {
      FileName.last(of: $0).wholeMatch(of: /segments-.+\.fits/) != nil
    }.sorted()
    // What was made last, where nobody judged.
    let last = steps.last { $0.writes.first(.maps) != nil }?.writes.first(.maps)
    let choices =
      [own].compactMap { $0 } + others.filter { $0.hasPrefix("\(last ?? "")/") } + others
    let found = choices.first { FileManager.default.fileExists(atPath: path($0)) }
    shown = found.map { name in
      let frames = (try? Origin.provenance(of: path(name)))??.inputs.filter { $0.kind == .frames }
      return Shown(
        maker: name == own ? best?.maker : nil, path: path(name),
        frames: (frames ?? []).map { path($0.path) })
    }
  }

  private static func table(_ path: String) -> MapTable? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return try? JSONDecoder().decode(MapTable.self, from: data)
  }
}
