internal import Console
internal import Files
internal import Foundation

/// A pipeline that comes with the program, run by its name from anywhere.
package struct ShippedPipeline: Equatable {
  package let name: String
  package let path: String

  /// All of them in alphabetical order; none where the program stands alone.
  package static var all: [ShippedPipeline] {
    guard let folder = Installation.path(of: "pipelines") else { return [] }
    return all(in: folder)
  }

  package static func all(in folder: String) -> [ShippedPipeline] {
    let names = (try? Folder.names(in: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.map {
      ShippedPipeline(name: FileName.stem(of: $0), path: folder + "/" + $0)
    }
  }

  /// The file that a user means: one of that path, else the one of that name that comes with the program.
  package static func path(
    of typed: String, among shipped: [ShippedPipeline] = all
  ) throws -> String {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: typed, isDirectory: &isFolder)
    if isThere, !isFolder.boolValue { return typed }
    if let match = shipped.first(where: { $0.name == typed }) { return match.path }
    let stem = FileName.stem(of: typed)
    let isPath = typed.contains("/") || typed.hasSuffix(".yaml")
    guard !isThere, !shipped.isEmpty else { return typed }
    if isPath, !shipped.contains(where: { $0.name == stem }) { return typed }
    let hint =
      isPath
      ? "; `galaxy-aep run \(stem)` runs the one that comes with the program"
      : Suggestion.text(for: typed, among: shipped.map(\.name))
    throw CommandFailure(
      "cannot read the pipeline \(typed): there is no such file"
        + (isPath ? "" : ", and none of that name comes with the program") + hint)
  }

  /// What it says of itself.
  package func head() throws -> PipelineHead {
    PipelineHead(yaml: try text())
  }

  /// The folders of `$DATA` that it reads: "sdss", "mnist"; none where it makes its own frames.
  package func data() throws -> [String] {
    let uses = try text().matches(of: /\$DATA\/([^\/,\]} ]+)\//).map { String($0.1) }
    return Set(uses).sorted()
  }

  private func text() throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CommandFailure("cannot read the pipeline \(path): it is no text that can be opened")
    }
  }
}
