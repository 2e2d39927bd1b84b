internal import ArgumentParser

/// `galaxy-aep compare WHAT …`: things of one kind side by side.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put models, scores, skies or maps side by side.",
    discussion: """
      Example: galaxy-aep compare scores seed-*.fits --catalog labels.csv
      """,
    subcommands: [CompareModels.self, CompareScores.self, CompareSkies.self, CompareMaps.self])
}
