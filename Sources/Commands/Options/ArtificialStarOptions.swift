internal import ArgumentParser
internal import Clusters
internal import Console
internal import Files
internal import Foundation
internal import Planes
internal import StarGalaxy
internal import Tables
internal import Tensors

/// The artificial stars that a classification learns from.
struct ArtificialStarOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help:
      "Codes of artificial stars: tables that `galaxy-aep encode` wrote of sets that `galaxy-aep ingest --stars-of` made. Default: none.",
    completion: .of(.artificialStars))
  var injected: [String] = []

  @Option(
    help: """
      With --injected: the table of codes that the clusters were made from, where the clusters' table \
      holds none (that of version 0.1).
      """,
    completion: .of(.codes))
  var codes: String?

  @Option(seed: "With --injected: the seed of the trees.")
  var seed: UInt64 = 1

  var artifacts: [Artifact] { .some(.codes, codes) + .all(.artificialStars, injected) }

  func validate() throws {
    guard codes == nil || !injected.isEmpty else {
      throw ValidationError(
        "--codes belongs to --injected: give the codes of artificial stars too, or leave it out")
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
    guard !injected.isEmpty else { return nil }
    let own = try ownCodes(of: source)
    var (values, magnitudes): ([Float], [Double]) = ([], [])
    for path in injected {
      let table = try SourceTable(reading: path, named: .codes, maker: "encode")
      guard table.header.string("MODELID") == own.header.string("MODELID") else {
        throw CommandFailure(
          "cannot learn from \(path): it was encoded by another model than \(own.path); encode it "
            + "by the same")
      }
      let (width, ownWidth) = (try table.codes().width, try own.codes().width)
      guard width == ownWidth else {
        throw CommandFailure(
          "cannot learn from \(path): its codes have \(counted(width, "number")) and those of "
            + "\(own.path) \(ownWidth); if these were embedded, give the codes from before with --codes"
        )
      }
      let (features, flags) = (try table.features(), try table.numbers(.flags))
      let stars = flags.indices.filter {
        CutoutFlags(rawValue: Int32(flags[$0])).contains(.artificial)
      }
      guard !stars.isEmpty else {
        throw CommandFailure(
          "cannot learn from \(path): it holds no artificial star; make its cutouts with "
            + "`galaxy-aep ingest --stars-of \(own.path)`")
      }
      values += features.rows(stars).values
      let known = try table.numbers(.stackMagnitude)
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

  /// The table with the codes of the sources: that of the clusters itself, unless another is given.
  private func ownCodes(of source: SourceTable) throws -> SourceTable {
    guard let codes else {
      guard source.has(.code) else {
        throw CommandFailure(
          "cannot learn from artificial stars: \(source.path) holds no codes, as version 0.1 wrote "
            + "it; cluster again, or give the codes that its clusters were made from with --codes")
      }
      return source
    }
    let own = try SourceTable(reading: codes, named: .codes, maker: "encode")
    try own.requireSources(
      of: source, to: "learn from artificial stars",
      otherwise: "give the codes that its clusters were made from")
    if source.has(.code), source.table[.code]?.values == own.table[.code]?.values {
      Terminal.shared.note("--codes is not needed: \(source.path) holds its codes")
    }
    return own
  }
}
