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
  package init(tracing scores: String) {
    trace(scores, beside: "")
  }

  /// What led to another score, in one entry: "none", or every step that was given classes.
  package static func summary(of scores: String) -> String {
    let given = LabelLedger(tracing: scores).entries.filter { !$0.value.hasPrefix("none") }
    return given.isEmpty
      ? "none"
      : given.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
  }

  private mutating func trace(_ path: String, beside folder: String) {
    guard visited.insert(path).inserted, visited.count < Self.mostFiles else { return }
    guard let here = Lineage.ancestor(path, beside: folder) else {
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
    let lead = (here.file as NSString).deletingLastPathComponent
    for input in inputs where !Self.ends.contains(input.kind) { trace(input.path, beside: lead) }
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
