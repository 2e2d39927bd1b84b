package import Files
internal import Foundation

/// What a file descends from, by what each file on the way says of its own making.
package struct Lineage {
  /// Where a file was found, and what it says.
  package struct Ancestor {
    package var file: String
    package var provenance: Provenance
  }

  /// - Parameter folder: where a file lies that names `path`: files may have been moved together; nil for a path that a
  ///   person names, which is looked for nowhere else.
  package static func ancestor(_ path: String, beside folder: String? = nil) throws -> Ancestor? {
    guard let file = try file(path, beside: folder),
      let provenance = try Origin.provenance(of: file)
    else { return nil }
    return Ancestor(file: file, provenance: provenance)
  }

  /// The set, model or table that a table's own rows come from: what artificial stars or labels
  /// taught is another line.
  package static func nearest(_ kind: Artifact.Kind, above path: String) -> String? {
    var (path, folder): (String, String?) = (path, nil)
    for _ in 0..<mostSteps {
      guard let here = try? ancestor(path, beside: folder) else { return nil }
      folder = FileName.folder(of: here.file)
      let inputs = here.provenance.inputs
      if let found = inputs.first(kind) { return place(found, beside: folder) }
      guard let next = inputs.first(where: { $0.kind == .scores || $0.kind == .codes }) else {
        return nil
      }
      path = next.path
    }
    return nil
  }

  private static let mostSteps = 100

  /// Where a path leads: beside the file that names it, in the folder above (where a run keeps results
  /// in folders of their own), or as it is; nil where nothing is there.
  private static func place(_ path: String, beside folder: String?) -> String? {
    let around = folder.map { [$0, FileName.folder(above: $0)] } ?? []
    let folders = path.hasPrefix("/") ? [] : around
    let places = folders.map { FileName.path(of: path, in: $0) } + [path]
    return places.first { FileManager.default.fileExists(atPath: $0) }
  }

  /// The file that tells where a path comes from: itself, or the first shard of a cutout set.
  private static func file(_ path: String, beside folder: String?) throws -> String? {
    guard let there = place(path, beside: folder) else { return nil }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: there, isDirectory: &isFolder)
    guard isFolder.boolValue else { return there }
    let files = try Folder.names(in: there)
    return files.filter { $0.hasSuffix(".fits") }.min().map { "\(there)/\($0)" }
  }
}
