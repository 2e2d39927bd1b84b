public import ArgumentParser

/// The command a user types.
public struct GalaxyAEP: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "galaxy-aep", abstract: "Survey frames in, stars and galaxies out, without labels.")

  public init() {}
}
