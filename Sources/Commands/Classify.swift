internal import ArgumentParser
internal import Clusters
internal import Console
internal import FITS
internal import Files
internal import Foundation
internal import Pipelines
internal import Ranks
internal import StarGalaxy
internal import Tables
internal import Tensors

/// `galaxy-aep classify CLUSTERS`: joins what the clusters say with the fit of point and galaxy
/// images, and makes it a probability.
struct Classify: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Join the clusters' score with the template fit into one calibrated P_STAR.",
    discussion: """
      Both scores join by rank, with the share of stars at the source's magnitude as a lighter \
      third voice. That share comes from counting bright stars and following their growth to \
      fainter magnitudes; in every range of magnitudes the probabilities are made to add up to it. \
      No label is read. The clusters' own score stays in the column P_CLUSTERS, the codes in \
      CODE. Stars that are saturated in some bands (SATURATED) are judged by the compactness of their \
      other bands alone; what is sharper than a star can be (SHARP: cosmic rays, bad pixels) is none.

      With --injected, trees then learn how the field's own stars look when they are faint: from the \
      artificial stars of `galaxy-aep ingest --stars-of`, encoded by the same model, against all \
      sources, each source judged by trees that did not learn from it. What was joined before stays \
      in the column P_JOINED.

      Trees learn more from two codes: with --second-codes and --second-injected they know principal components besides.

      Examples: galaxy-aep classify clusters.fits --out scores.fits
                galaxy-aep classify clusters.fits --injected injected.fits
                galaxy-aep classify clusters.fits --injected stars.fits --second-codes pc.fits --second-injected pc-stars.fits
      """)

  @Argument(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .of(.scores))
  var clusters: String

  @Option(
    "How much the share of stars at a source's magnitude counts beside each score.",
    in: 0...10)
  var priorWeight = 0.5

  @OptionGroup var artificial: ArtificialStarOptions

  @Option(help: "The table of joint scores; - for standard output.", completion: .of(.scores))
  var out = "scores.fits"

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [Artifact(.scores, clusters)] + artificial.artifacts }
  var writes: [Artifact] { [Artifact(.scores, out)] }

  func run() throws {
    if artificial.injected.isEmpty {
      try Ranks.world.requireOne(for: "what no artificial stars teach")
    }
    // What is not looked at goes through a part at a time.
    var source = try SourceTable(
      reading: clusters, named: .scores, maker: "cluster",
      columns: SourceTable.oriented + [.pClusters, .pStar, .templates, .saturated, .sharp])
    guard !source.has(.pStar) else {
      throw CommandFailure(
        "cannot classify \(clusters): its sources have a P_STAR already; give the table that "
          + "`galaxy-aep cluster` wrote")
    }
    let own = try source.probabilities(.pClusters)
    let compactness = try source.compactness()
    var classifier = JointClassifier()
    classifier.priorWeight = priorWeight
    let mixture = CompactnessMixture(fitting: compactness)
    // A hollow core spoils the template fit, the code and the trees' measurements alike.
    let saturated = try source.flags(.saturated)
    let counts = StarCounts(of: compactness, mixture: mixture)
    let model = try classifier.fit(
      [own, try source.numbers(.templates)], compactness, counts: counts)
    let joined = mixture.replacing(model.probabilities, where: saturated, in: compactness)
    let learned = try artificial.learn(
      from: joined, model, of: source, compactness, counts, work.workers)
    let joint = zip(
      mixture.replacing(learned?.probabilities ?? joined, where: saturated, in: compactness),
      try source.flags(.sharp)
    ).map { $1 ? Self.ofSharp : $0 }

    guard Ranks.world.isFirst else { return }
    if learned != nil { source.put(SourceColumn.pJoined.column(.double(joined))) }
    source.put(SourceColumn.pStar.column(.double(joint)))
    source.path = out
    try source.write(
      named: .scores,
      provenance: Invocation.provenance(seed: artificial.seed))
    let stars = joint.reduce(0, +)
    let terminal = Terminal.shared
    if let learned {
      terminal.say("learned  from \(learned.stars) artificial stars")
      terminal.say("joined   \(learned.shareText)")
    }
    terminal.say(
      "sources  \(joint.count), of which \(Int(bounded: stars.rounded())) stars by the sum of P_STAR"
    )
    terminal.say("written  \(out)")
  }

  /// P_STAR of what is sharper than any star.
  private static let ofSharp = 0.01
}
