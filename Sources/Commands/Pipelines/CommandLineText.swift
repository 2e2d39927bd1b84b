internal import Files

/// The command line that is being carried out, as a person would type it.
package enum CommandLineText {
  /// The arguments of the pipeline step that runs now; nil outside a pipeline.
  @TaskLocal package static var current: [String]?

  /// What made an output, for its provenance.
  static func provenance(seed: UInt64? = nil, inputs: [String] = []) -> Provenance {
    let arguments = current ?? Array(CommandLine.arguments.dropFirst())
    return Provenance(command: "galaxy-aep \(quoted(arguments))", seed: seed, inputs: inputs)
  }

  /// The same by keyword, for results in JSON; several inputs share theirs.
  static func provenanceByKeyword(
    seed: UInt64? = nil, inputs: [String] = []
  ) -> [String: String] {
    let entries = provenance(seed: seed, inputs: inputs).entries
    return Dictionary(entries.map { ($0.keyword.lowercased(), $0.text) }) { "\($0), \($1)" }
  }

  /// The command that goes on with what this one left unfinished.
  static func resuming() -> String {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let again = arguments.first == "run" || arguments.contains("--resume")
    return "galaxy-aep \(quoted(again ? arguments : arguments + ["--resume"]))"
  }

  /// The arguments joined, quoted where a shell would need it; after `limit` of them an ellipsis.
  package static func quoted(_ arguments: [String], atMost limit: Int = .max) -> String {
    var words = arguments.prefix(limit).map(quoted)
    if arguments.count > limit { words.append("… (\(arguments.count - limit) more)") }
    return words.joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0) }
    return plain && !word.isEmpty
      ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
