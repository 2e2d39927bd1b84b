internal import ArgumentParser
internal import Clusters
internal import Files
internal import Foundation
internal import Planes
internal import StarGalaxy
internal import Tensors

/// The artificial stars that a classification learns from.
struct ArtificialStarOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help:
      "Codes of artificial stars: tables that `galaxy-aep encode` wrote of sets that `galaxy-aep ingest --stars-of` made. Default: none.",
    completion: .file(extensions: ["fits"]))
  var injected: [String] = []

  @Option(
    help: "With --injected: the table of codes that the clusters were made from.",
    completion: .file(extensions: ["fits"]))
  var codes: String?

  @Option(seed: "With --injected: the seed of the trees.")
  var seed: UInt64 = 1

  var artifacts: [Artifact] { .some(.codes, codes) + .all(.artificialStars, injected) }

  func validate() throws {
    guard injected.isEmpty == (codes == nil) else {
      throw ValidationError("--injected and --codes belong together: give both or none")
    }
  }

  /// P_STAR by what artificial stars teach; nil if there are none.
  ///
  /// - Parameters:
  ///   - joined: the probabilities that stand for what is not yet known.
  ///   - mixture: fitted to the compactness of the sources.
  func learn(
    from joined: [Double], of source: SourceTable, _ compactness: Compactness,
    _ mixture: CompactnessMixture, _ workers: Workers
  ) throws -> (probabilities: [Double], stars: Int)? {
    guard let codes else { return nil }
    let own = try SourceTable(reading: codes, named: "CODES", maker: "encode")
    try own.requireSources(
      of: source, to: "learn from artificial stars",
      otherwise: "give the codes that its clusters were made from")
    var (values, magnitudes): ([Float], [Double]) = ([], [])
    for path in injected {
      let table = try SourceTable(reading: path, named: "CODES", maker: "encode")
      guard table.header.string("MODELID") == own.header.string("MODELID") else {
        throw CommandFailure(
          "cannot learn from \(path): it was encoded by another model than \(codes); encode it by "
            + "the same")
      }
      let (features, flags) = (try table.features(), try table.numbers("FLAGS"))
      let stars = flags.indices.filter {
        CutoutFlags(rawValue: Int32(flags[$0])).contains(.artificial)
      }
      guard !stars.isEmpty else {
        throw CommandFailure(
          "cannot learn from \(path): it holds no artificial star; make its cutouts with "
            + "`galaxy-aep ingest --stars-of \(codes)`")
      }
      values += features.rows(stars).values
      let known = try table.numbers("MAG_STACK")
      magnitudes += stars.map { known[$0] }
    }
    let sources = try own.features()
    let width = sources.shape[1]
    var artificial = try ArtificialStars(
      Tensor(values, shape: [values.count / width, width]), magnitudes: magnitudes)
    artificial.seed = seed
    let logits = try artificial.logits(
      sources, first: joined, magnitudes: compactness.magnitudes, workers: workers)
    let counts = StarCounts(of: compactness, mixture: mixture)
    return (counts.calibrated(logits, of: compactness), magnitudes.count)
  }
}
