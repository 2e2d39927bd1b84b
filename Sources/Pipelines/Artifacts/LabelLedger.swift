internal import Console
internal import Files
internal import Foundation

/// Which of the steps that led to a table of scores were given classes: told by the provenance of
/// every file on the way, from the scores back to the frames.
package struct LabelLedger {
  /// By step, "none" or what it was given.
  package private(set) var entries: [String: String] = [:]
  private var visited: Set<String> = []

  /// Follows the files back; one that is missing, or does not say where it comes from, is entered
  /// as not traced.
  ///
  /// A file that is there and cannot be read is an error.
  package init(tracing scores: String) throws {
    try trace(scores, beside: nil)
  }

  /// What led to another score, in one entry: "none", or every step that was given classes.
  package static func summary(of scores: String) throws -> String {
    let given = try LabelLedger(tracing: scores).entries.filter { !$0.value.hasPrefix("none") }
    return given.isEmpty
      ? "none"
      : given.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
  }

  private mutating func trace(_ path: String, beside folder: String?) throws {
    guard visited.insert(path).inserted, visited.count < Self.mostFiles else { return }
    guard let here = try Self.ancestor(path, beside: folder) else {
      entries["not traced"] = "\(path) is not there, or does not say where it comes from"
      return
    }
    guard let step = here.provenance.step.map(Spelling.step) else {
      entries["not traced"] =
        "\(path) was made by \(here.provenance.program), which does not say what its steps read"
      return
    }
    let inputs = here.provenance.inputs
    if entries[step]?.hasPrefix("none") ?? true { entries[step] = Self.classes(among: inputs) }
    let lead = FileName.folder(of: here.file)
    for input in inputs where !Self.ends.contains(input.kind) {
      try trace(input.path, beside: lead)
    }
  }

  private static func ancestor(_ path: String, beside folder: String?) throws -> Lineage.Ancestor? {
    do {
      return try Lineage.ancestor(path, beside: folder)
    } catch {
      throw CommandFailure(
        "cannot trace which steps were given classes: \(error), or move \(path) away if it is damaged"
      )
    }
  }

  private static let mostFiles = 10_000
  /// What no step of this program made.
  private static let ends: Set<Artifact.Kind> = [.frames, .pictures, .positions, .labels]

  /// What of a step's inputs could tell it a class.
  private static func classes(among inputs: [Artifact]) -> String {
    if let labels = inputs.first(.labels) { return "classes of \(labels)" }
    return inputs.first(.positions).map { "none (positions of \($0))" } ?? "none"
  }
}
