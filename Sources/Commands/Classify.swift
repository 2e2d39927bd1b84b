internal import ArgumentParser
internal import Clusters
internal import FITS
internal import Foundation

/// `galaxy-aep classify CLUSTERS`: joins what the clusters say with the fit of point and galaxy
/// images, and makes it a probability.
struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Join the clusters' score with the template fit into one calibrated P_STAR.",
    discussion: """
      Both scores join by rank, with the share of stars at the source's magnitude as a lighter \
      third voice. That share comes from counting bright stars and following their growth to \
      fainter magnitudes; in every range of magnitudes the probabilities are made to add up to it. \
      No label is read. The clusters' own score stays in the column P_CLUSTERS.

      Example: galaxy-aep classify clusters.fits --out scores.fits
      """)

  @Argument(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .file())
  var clusters: String

  @Option(
    help: "How much the share of stars at a source's magnitude counts beside each score, 0 to 10.")
  var priorWeight = 0.5

  @Option(help: "The table of joint scores.")
  var out = "scores.fits"

  func validate() throws {
    guard (0...10).contains(priorWeight) else {
      throw ValidationError("--prior-weight is \(priorWeight): it must lie between 0 and 10")
    }
  }

  func run() throws {
    var source = try SourceTable(reading: clusters, named: "SCORES", maker: "cluster")
    guard source.table["P_CLUSTERS"] == nil else {
      throw CommandFailure(
        "cannot classify \(clusters): it is the result of `galaxy-aep classify` already; give the "
          + "table that `galaxy-aep cluster` wrote")
    }
    let own = try source.numbers("P_STAR")
    let compactness = try Compactness(
      values: try source.numbers("COMPACTNESS"), errors: try source.numbers("COMPACTNESS_ERR"),
      magnitudes: try source.numbers("MAG_STACK"))
    var classifier = JointClassifier()
    classifier.priorWeight = priorWeight
    let joint = try classifier.probabilities(
      joining: [own, try source.numbers("TEMPLATE_CHI2")], compactness: compactness)

    source.table.columns.removeAll { $0.name == "P_STAR" }
    source.table.columns += [
      Column(
        name: "P_CLUSTERS", ucd: "stat.probability;src.class.starGalaxy",
        description: "Probability of being a star by the clusters of codes alone",
        values: .double(own)),
      Column(
        name: "P_STAR", ucd: "stat.probability;src.class.starGalaxy",
        description: "Probability of being a star, found without labels",
        values: .double(joint)),
    ]
    source.path = out
    try source.write(named: "SCORES", provenance: CommandLineText.provenance(inputs: [clusters]))
    let stars = joint.reduce(0, +)
    let terminal = Terminal.shared
    terminal.say(
      "sources  \(joint.count), of which \(Int(stars.rounded())) stars by the sum of P_STAR")
    terminal.say("written  \(out)")
  }
}
