internal import ArgumentParser
internal import Clusters
internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Networks
internal import Sources
internal import StarGalaxy
internal import Tables
internal import Tensors

/// `galaxy-aep compare skies MODEL CUTOUTS CODES`: how much of a code is about the circumstances.
struct CompareSkies: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "skies",
    abstract: "How much of the codes is about sky, seeing, place and brightness.",
    discussion: """
      Rank correlations of every code unit with the circumstances of its source, and what another \
      sky over the same cutouts changes: pixels are multiplied and a constant is added, the cutouts \
      are encoded anew, and the clusters of the unchanged codes score both. No label is read.

      Example: galaxy-aep compare skies model.safetensors cutouts codes.fits --out codes.csv
      """)

  @Argument(help: "The model.", completion: .of(.model))
  var model: String

  @Argument(help: "The cutout set.", completion: .of(.cutouts))
  var cutouts: String

  @Argument(help: "The table of codes that the model made of it.", completion: .of(.codes))
  var codes: String

  @Option(
    "What pixels are multiplied by.",
    in: 0.01...100)
  var skyFactor: Float = 1.2

  @Option(
    "What is then added to them, in standard deviations of a sky pixel.",
    in: -1000...1000, parsing: .unconditional)
  var skyOffset: Float = 1

  @Option(
    "The clusters that score; one for every twenty sources at most.",
    in: 1...100_000)
  var clusters = 100

  @Option(seed: "The seed of the clusters.")
  var seed: UInt64 = 1

  @Option(
    help: "The correlations of every unit, as CSV; - for standard output.", completion: .of(.table))
  var out = "codes.csv"

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] {
    [Artifact(.codes, codes), Artifact(.model, model), Artifact(.cutouts, cutouts)]
  }

  var writes: [Artifact] { [Artifact(.table, out)] }

  func run() throws {
    let (network, metadata) = try ModelFile.read(model, workers: work.workers)
    let set = try CutoutSet(opening: cutouts)
    guard set.isOfSky else {
      throw CommandFailure(
        "cannot describe the circumstances of \(cutouts): its pictures have no sky; give cutouts of "
          + "a survey")
    }
    let table = try SourceTable(reading: codes, named: .codes, maker: "encode")
    try metadata.requireMaker(table.header.string("MODELID") ?? "", of: codes)
    let (width, values) = try table.codes()
    guard table.table.rowCount == set.count else {
      throw CommandFailure(
        "cannot describe \(codes): it has \(table.table.rowCount) codes where \(cutouts) has "
          + "\(set.count) cutouts; encode them again")
    }
    let circumstances = Circumstances(
      of: set, seeing: try Seeing(of: set, workers: work.workers),
      magnitudes: try table.numbers(.magnitude))
    let matrix = Tensor(values, shape: [set.count, width])
    let correlations = circumstances.correlations(with: matrix)
    try ResultFile.write(correlations.csv, to: out)
    for line in correlations.lines { Terminal.shared.say(line) }
    let change = SkyChange(factor: skyFactor, offset: skyOffset)
    var changed = try EncodedCutouts.codes(
      of: StretchedCutouts(
        set.under(change), stretch: StretchText.decode(metadata.stretch, of: model),
        workers: work.workers), with: network, averaged: table.header.bool("AVERAGED") ?? false)
    if table.header.bool("UNITLEN") ?? false {
      EncodedCutouts.shorten(&changed, units: width)
    }
    for line in try effect(
      from: matrix, to: Tensor(changed, shape: matrix.shape), scores: table)
    { Terminal.shared.say(line) }
    Terminal.shared.say("written  \(out)")
  }

  /// What the other sky does to codes and to P_CLUSTERS.
  private func effect(
    from before: Tensor, to after: Tensor, scores table: SourceTable
  ) throws -> [String] {
    let model = try ClusterClassifier(clusters: clusters, runs: 3, seed: seed).fit(
      before, compactness: table.compactness(), workers: work.workers)
    let (old, new) = (
      try model.probabilities(before, workers: work.workers),
      try model.probabilities(after, workers: work.workers)
    )
    let spreads = try Standardisation(of: before).spreads
    let moved = zip(before.values, after.values).enumerated().map { index, pair in
      Double(pair.1 - pair.0) / spreads[index % spreads.count]
    }
    let length = (moved.reduce(0) { $0 + $1 * $1 } / Double(moved.count)).squareRoot()
    let shifts = zip(old, new).map { abs($0 - $1) }.sorted()
    let crossed = zip(old, new).count { ($0 > 0.5) != ($1 > 0.5) }
    let correlation = RankCorrelation.of(old, new) ?? .nan
    return [
      "another sky: pixels × \(number(Double(skyFactor))) + \(number(Double(skyOffset))) σ",
      "  codes    move by \(share(length)) of a unit's spread (root mean square)",
      "  \(SourceColumn.pClusters.name) moves by \(share(shifts.reduce(0, +) / Double(shifts.count))) on average, by more "
        + "than \(share(shifts[shifts.count * 95 / 100])) for one source in twenty; rank "
        + "correlation \(share(correlation)); \(crossed) of \(old.count) sources cross 0.5",
    ]
  }
}
