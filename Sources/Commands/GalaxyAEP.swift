public import ArgumentParser
internal import Files

/// The command a user types.
public struct GalaxyAEP: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "galaxy-aep",
    abstract: "Survey frames in, stars and galaxies out, without labels.",
    version: Provenance.version,
    subcommands: [
      Run.self, Ingest.self, Pretrain.self, Encode.self, Cluster.self, Evaluate.self, Plot.self,
      Simulate.self, DownloadData.self, Profile.self, ProfileIngest.self,
      DecodeTiles.self,
    ])

  public init() {}
}
