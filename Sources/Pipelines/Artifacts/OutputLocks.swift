package import Files
internal import Foundation

/// The locks on all that a command writes, held as long as this lives.
package final class OutputLocks {
  private var held: [OutputLock] = []

  /// Throws, before anything is written, where another program writes one of them, or nothing can be written there.
  package init(_ outputs: [Artifact]) throws(FileError) {
    for output in outputs where output.path != "-" {
      let isFolder = Self.isFolder(output)
      // Figures, pages and exports make their folders themselves, and are done in seconds.
      if !isFolder, !Self.needFolder.contains(output.kind), !Self.hasFolder(output.path) {
        continue
      }
      held.append(try OutputLock(isFolder ? .folder : .file, output.path))
    }
  }

  /// Removes the locks of results that are there, which a program left that could not remove them.
  package static func removeLeftovers(of outputs: [Artifact]) {
    for output in outputs where output.path != "-" {
      OutputLock.removeLeftover(isFolder(output) ? .folder : .file, output.path)
    }
  }

  private static func isFolder(_ output: Artifact) -> Bool {
    [.cutouts, .frames, .maps].contains(output.kind)
  }

  /// What comes after long work, into a folder that must be there.
  private static let needFolder: Set<Artifact.Kind> = [
    .model, .codes, .scores, .evaluation, .learning, .metrics, .labels, .mapScores,
  ]

  private static func hasFolder(_ path: String) -> Bool {
    let folder = FileName.folder(of: path)
    return FileIdentity(folder.isEmpty ? "." : folder) != nil
  }

  deinit {
    // The last taken goes first: a file's lock may lie in a folder that was made for the folder's.
    while !held.isEmpty { held.removeLast() }
  }
}
