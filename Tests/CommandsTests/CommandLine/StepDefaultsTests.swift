import ArgumentParser
import Commands
import Pipelines
import Testing

/// `galaxy-aep defaults`: what it prints is a step of a pipeline, and says what help says.
@Suite struct StepDefaultsTests {
  private static let steps: [(title: String, command: any ParsableCommand.Type)] =
    leaves(of: GalaxyAEP.self, [])

  private static func leaves(
    of command: any ParsableCommand.Type, _ words: [String]
  ) -> [(title: String, command: any ParsableCommand.Type)] {
    let below = command.configuration.subcommands
    guard !below.isEmpty else { return [(words.joined(separator: " "), command)] }
    return below.flatMap { leaves(of: $0, words + [$0._commandName]) }
  }

  private func lines(_ title: String) throws -> [String] {
    let step = try #require(Self.steps.first { $0.title == title })
    return StepDefaults(of: step.command, title: title).lines
  }

  @Test func everyOptionStandsThereWithItsDefault() throws {
    #expect(
      try lines("cluster") == [
        "- cluster:    # Group the codes and give every source a probability of being a star.",
        "    inputs: [codes]       # A table of codes, as `galaxy-aep encode` writes it.",
        "    method: kmeans        # How to group: kmeans, or gmm for a mixture of Gaussians.",
        "    # scaling:            # How codes are made comparable: whitened (uncorrelated directions of spread one) or standardised (each unit by itself). Default: standardised from 2500 sources of the sky on, else whitened.",
        "    # clusters:           # The number of clusters; one for every twenty sources at most. Default: 400 from 2500 sources of the sky on, else 100. (1 to 100000)",
        "    runs: 3               # How many times to cluster; the scores are averaged. (1 to 1000; default 3)",
        "    orientation: mixture  # How a cluster is placed: rank (by its members' median compactness) or mixture (by its fraction of stars under a two-component mixture in compactness).",
        "    seed: 1               # The seed of the first run; the next ones count up. (0 to 999999999999999; default 1)",
        "    out: clusters.fits    # The table of clusters and scores; - for standard output.",
        "    # threads:            # Threads to use; the result does not depend on it. Default: all processors. (1 to 1024)",
        "    # unscaled: true      # For pictures: take codes as they are, without scaling.",
      ])
  }

  @Test func whatHasNoDefaultIsAComment() throws {
    let lines = try lines("pretrain")
    #expect(lines.first == "- pretrain:    # Train the autoencoder on unlabelled cutouts.")
    func line(_ beginning: String) -> String? { lines.first { $0.hasPrefix("    " + beginning) } }
    #expect(
      line("epochs: 30 ")?.hasSuffix(
        "# Passes over the images that are learned from. (1 to 1000000; default 30)") == true)
    #expect(
      line("schedule: one-cycle ") != nil && line("# crop:  ") != nil
        && line("# resume: true ") != nil)
    // What changes something, not what is so already.
    #expect(line("# no-symmetries: true ") != nil && line("# symmetries") == nil)
    #expect(line("# help") == nil && line("# version") == nil)
  }

  /// Read as a pipeline, and then as a command line, by those who read them otherwise.
  @Test func everyStepCanBeRead() throws {
    #expect(Self.steps.count > 50)
    for (title, command) in Self.steps {
      let yaml =
        "steps:\n" + StepDefaults(of: command, title: title).lines.map { $0 + "\n" }.joined()
      let pipeline = try Pipeline(yaml: yaml, path: "x.yaml")
      #expect(pipeline.steps.map(\.title) == [title])
      let paths = PathExpansion(data: "/data", here: "/here")
      let options = try pipeline.steps[0].arguments(expanding: paths).filter { $0.hasPrefix("--") }
      for option in options {
        let complaint = mistake(title.split(separator: " ").map(String.init) + [option])
        #expect(
          !complaint.contains("Unknown option") && !complaint.contains("is invalid"),
          "\(title) \(option): \(complaint)")
      }
    }
  }

  private func mistake(_ line: [String]) -> String {
    do {
      _ = try GalaxyAEP.command(of: line)
      return ""
    } catch { return GalaxyAEP.message(for: error) }
  }
}
