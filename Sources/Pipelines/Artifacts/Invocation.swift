internal import Console
package import Files
internal import Tensors

/// The command that is being carried out: what a person typed, and the files it declares.
package struct Invocation: Sendable {
  /// Nil where a test calls a command by itself.
  @TaskLocal package static var current: Invocation?

  package let arguments: [String]
  /// The subcommand: "cluster", "plot roc".
  package let step: String
  package let reads: [Artifact]
  package let writes: [Artifact]
  /// Whether results may replace what other commands made; a pipeline's steps inherit it.
  package let isOverwriting: Bool

  /// - Parameters:
  ///   - step: the subcommand that the arguments name.
  ///   - declared: what the command says of its files; nil where it has none.
  package init(
    _ step: String, typed arguments: [String], declared: (any DeclaredFiles)?,
    isOverwriting: Bool = false
  ) {
    (self.step, self.arguments) = (step, arguments)
    self.isOverwriting = isOverwriting || Self.current?.isOverwriting == true
    (reads, writes) = (declared?.reads ?? [], declared?.writes ?? [])
  }

  /// The command line as a person would type it.
  package var commandLine: String { "galaxy-aep \(CommandLineText.quoted(arguments))" }

  /// Marks results that cannot say themselves what made them.
  package func signResults() {
    // Without its inputs: some file systems keep 4 kB, and the command line names them.
    let made = Provenance(command: commandLine, step: step, kernels: Processor.kernels)
    for output in writes
    where FileIdentity.isFile(output.path) && Origin.maker(of: output.path) == nil {
      Imprint.put(on: output.path, made)
    }
  }

  /// What made an output.
  package static func provenance(seed: UInt64? = nil) -> Provenance {
    Provenance(
      command: current?.commandLine ?? "galaxy-aep", step: current?.step,
      kernels: Processor.kernels, seed: seed, inputs: current?.reads ?? [])
  }

  /// The same by keyword, for results in JSON; several inputs share theirs.
  package static func provenanceByKeyword(seed: UInt64? = nil) -> [String: String] {
    let entries = provenance(seed: seed).entries
    return Dictionary(entries.map { ($0.keyword.lowercased(), $0.text) }) { "\($0), \($1)" }
  }

  /// The command that goes on with what this one left unfinished.
  package static func resuming() -> String {
    let typed = Array(CommandLine.arguments.dropFirst())
    let again = typed.first == "run" || typed.contains("--resume")
    return "galaxy-aep \(CommandLineText.quoted(again ? typed : typed + ["--resume"]))"
  }
}
