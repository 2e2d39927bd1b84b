internal import Console
internal import Files
internal import Foundation

/// What variables and wildcards in a pipeline's paths stand for.
package struct PathExpansion {
  /// `$DATA`: the folder with frames, labels and digits.
  package var data: String
  /// `$HERE`: the folder of the pipeline file.
  package var here: String

  package init(data: String, here: String) {
    self.data = data
    self.here = here
  }

  package func substitute(_ text: String) -> String {
    text.replacingOccurrences(of: "$DATA", with: data)
      .replacingOccurrences(of: "$HERE", with: here)
  }

  /// The paths that `text` stands for; wildcards are expanded in alphabetical order, those of a
  /// folder in the run's own that no step has made yet stay as they are.
  package func expand(_ text: String) throws -> [String] {
    let pattern = substitute(text)
    guard pattern.contains(where: { "*?[".contains($0) }) else { return [pattern] }
    let folder = FileName.folder(of: pattern)
    if !pattern.hasPrefix("/"), !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
      return [pattern]
    }
    var matches = glob_t()
    defer { globfree(&matches) }
    guard glob(pattern, 0, nil, &matches) == 0 else {
      throw CommandFailure(
        "cannot find the files of the pipeline: nothing matches \(pattern); set GALAXY_AEP_DATA to "
          + "the folder that holds the data")
    }
    return (0..<Int(matches.gl_pathc)).compactMap { index in
      matches.gl_pathv[index].map { String(cString: $0) }
    }
  }

  /// The first of some paths that stands for nothing that is there; nil if all are.
  package func firstMissing(of paths: [String]) -> String? {
    paths.first { path in
      let found = (try? expand(path)) ?? []
      return found.isEmpty || !found.allSatisfy { FileManager.default.fileExists(atPath: $0) }
    }.map(substitute)
  }
}
