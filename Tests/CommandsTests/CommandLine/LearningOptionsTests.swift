import ArgumentParser
import Commands
import Testing

/// What `pretrain`, `student` and `finetune` ask alike, each with its own defaults.
@Suite struct LearningOptionsTests {
  /// The help of a command, every run of blanks and line ends as one blank.
  private func help(_ name: String) throws -> String {
    let command = try name.split(separator: " ").reduce(
      GalaxyAEP.self as any ParsableCommand.Type
    ) { command, word in
      try #require(command.configuration.subcommands.first { $0._commandName == word })
    }
    return GalaxyAEP.helpMessage(for: command, columns: 500)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(
    arguments: [
      ("pretrain", "30", "128", "0.001", "0.0001", nil),
      ("teach student", "6", "64", "0.001", "0.05", "0.995"),
      ("teach finetune", "30", "64", "0.002", "0.01", nil),
    ] as [(String, String, String, String, String, String?)])
  func helpTellsTheCommandsOwnDefaults(
    name: String, epochs: String, batch: String, rate: String, decay: String, averaging: String?
  ) throws {
    let text = try help(name)
    let average =
      averaging.map { "0.995 say. (more than 0, less than 1; default \($0))" }
      ?? "0.995 say. Default: no average. (more than 0, less than 1)"
    let lines = [
      "--epochs <epochs> Passes over the images that are learned from. "
        + "(1 to 1000000; default \(epochs))",
      "--batch-size <batch-size> Images a step. (2 to 1000000; default \(batch))",
      "--learning-rate <learning-rate> The largest learning rate of the schedule. "
        + "(more than 0, at most 1000; default \(rate))",
      "--weight-decay <weight-decay> The share of every weight, times the learning rate, that a step "
        + "takes away (AdamW). (0 to 1000; default \(decay))",
      "--averaging <averaging> The decay of a running average of the weights, \(average)",
      "--seed <seed> The seed of every random choice. (0 to 999999999999999; default 1)",
    ]
    #expect(lines.filter { !text.contains($0) } == [])
  }

  @Test(arguments: [
    ["pretrain", "set"], ["teach", "student", "model", "set", "scores"],
    ["teach", "finetune", "model", "set", "--labels=labels.csv"],
  ])
  func refusesAlike(words: [String]) {
    func refusal(_ option: String) -> String {
      do {
        _ = try GalaxyAEP.command(of: words + [option])
        return ""
      } catch {
        return GalaxyAEP.message(for: error)
      }
    }
    #expect(
      refusal("--epochs=0")
        == "cannot train with the epochs 0: it must be at least 1 and at most 1000000")
    #expect(
      refusal("--averaging=1") == "--averaging is 1.0: it must be more than 0 and less than 1")
    #expect(refusal("--averaging=0.5") == "")
    #expect(refusal("--batch-size=1") == "--batch-size is 1: it must lie between 2 and 1000000")
  }
}
