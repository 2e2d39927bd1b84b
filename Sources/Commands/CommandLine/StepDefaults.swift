package import ArgumentParser
internal import Console
internal import Pipelines

/// A step of a pipeline with every option that it takes: those that have a default with it, others as comments.
package struct StepDefaults {
  package let lines: [String]

  /// - Parameter title: how the command is typed: "plot roc".
  package init(of command: any ParsableCommand.Type, title: String) {
    let told = ToldArgument.everything(of: command)
    var settings: [(text: String, words: String)] = []
    let inputs = told.filter { !$0.isOption && !$0.isFlag }.map { $0.valueName ?? "" }
    if !inputs.isEmpty {
      settings.append(
        (
          "inputs: [\(inputs.joined(separator: ", "))]",
          Self.words(told) { !$0.isFlag && !$0.isOption }
        ))
    }
    for argument in told where argument.isOption {
      let name = argument.preferredName?.name ?? ""
      let value = argument.usual.map { "\(name): \(PipelineStep.scalar($0))" }
      settings.append((value ?? "# \(name):", argument.abstract ?? ""))
    }
    for flag in told where flag.isFlag && !Self.everywhere.contains(flag.preferredName?.name ?? "")
    {
      let name = flag.preferredName?.name ?? ""
      // Of a flag and its opposite, that which changes something.
      guard flag.defaultValue != "--\(name)" else { continue }
      settings.append(("# \(name): true", flag.abstract ?? ""))
    }
    let width = min(36, settings.map(\.text.count).max() ?? 0)
    lines =
      ["- \(title):    # \(command.configuration.abstract)"]
      + settings.map { setting in
        let text = "    " + setting.text
        guard !setting.words.isEmpty else { return text }
        let gap = String(repeating: " ", count: max(0, width - setting.text.count) + 2)
        return text + gap + "# " + setting.words
      }
  }

  private static func words(_ told: [ToldArgument], _ isMeant: (ToldArgument) -> Bool) -> String {
    told.filter(isMeant).compactMap(\.abstract).joined(separator: " ")
  }

  /// What every command takes and no pipeline sets.
  private static let everywhere: Set = ["help", "version", "h"]
}
