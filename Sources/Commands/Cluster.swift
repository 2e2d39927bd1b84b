internal import ArgumentParser
internal import Clusters
internal import Console
internal import FITS
internal import Files
internal import Pipelines
internal import Ranks
internal import StarGalaxy
internal import Tables
internal import Tensors

/// `galaxy-aep cluster CODES`: groups codes and tells, without a label, how star-like each group is.
struct Cluster: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Group the codes and give every source a probability of being a star.",
    discussion: """
      Each cluster is placed by how compact its members' images are, measured on the pixels without \
      a label; a source's score, P_CLUSTERS, is the mean place of the clusters it belongs to. The \
      runs differ in their seed, and their scores are averaged. The codes stay in the table.

      Example: galaxy-aep cluster codes.fits --method kmeans --clusters 30 --out clusters.fits
      """)

  @Argument(help: "A table of codes, as `galaxy-aep encode` writes it.", completion: .of(.codes))
  var codes: String

  @Option(help: "How to group: kmeans, or gmm for a mixture of Gaussians.")
  var method = GroupingMethod.kMeans

  @Option(
    help:
      "How codes are made comparable: whitened (uncorrelated directions of spread one) or standardised (each unit by itself). Default: \(ClusterClassifier.usualOfMany.scaling.rawValue) from \(ClusterClassifier.manySources) sources of the sky on, else \(ClusterClassifier.usualOfFew.scaling.rawValue)."
  )
  var scaling: CodeScaling?

  @Flag(help: "For pictures: take codes as they are, without scaling.")
  var unscaled = false

  @Option(
    "The number of clusters; one for every twenty sources at most. Default: \(ClusterClassifier.usualOfMany.clusters) from \(ClusterClassifier.manySources) sources of the sky on, else \(ClusterClassifier.usualOfFew.clusters).",
    in: 1...100_000)
  var clusters: Int?

  @Option(
    "How many times to cluster; the scores are averaged.",
    in: 1...1000)
  var runs = 3

  @Option(
    help:
      "How a cluster is placed: rank (by its members' median compactness) or mixture (by its fraction of stars under a two-component mixture in compactness)."
  )
  var orientation = ClusterOrientation.Form.mixture

  @Option(seed: "The seed of the first run; the next ones count up.")
  var seed: UInt64 = 1

  @Option(
    help: "The table of clusters and scores; - for standard output.", completion: .of(.scores))
  var out = "clusters.fits"

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [Artifact(.codes, codes)] }
  var writes: [Artifact] { [Artifact(.scores, out)] }

  func run() throws {
    // Codes are read where they are used, so that those of all sources never stand in memory.
    var source = try SourceTable(reading: codes, named: .codes, maker: "encode", columns: [])
    let (sources, ranks) = (source.table.rowCount, Ranks.world)
    guard source.has(.compactness) else {
      try ranks.requireOne(for: "pictures")
      let (width, values) = try source.codes()
      return try groupOnly(Tensor(values, shape: [sources, width]), of: source)
    }
    let usual = ClusterClassifier.usual(sources: sources)
    let classifier = ClusterClassifier(
      method: method, scaling: scaling ?? usual.scaling, clusters: clusters ?? usual.clusters,
      runs: runs, seed: seed,
      orientation: ClusterOrientation(form: orientation))
    let learned = try source.rows(
      classifier.learned(of: sources), with: SourceTable.oriented + [.code])
    let model = try classifier.fit(
      try learned.codeMatrix(), compactness: learned.compactness(), workers: work.workers)

    // Every process judges a part of the sources; all get to know all.
    var (groups, probabilities): ([Int32], [Double]) = ([], [])
    for block in ranks.own(of: sources).blocks() {
      let codes = try source.rows(block, with: [.id, .code]).codeMatrix()
      groups += try model.clusters(of: codes, workers: work.workers).map(Int32.init)
      probabilities += try model.probabilities(codes, workers: work.workers)
    }
    ranks.join(&groups) { ranks.part(of: sources, $0).count }
    ranks.join(&probabilities) { ranks.part(of: sources, $0).count }
    guard ranks.isFirst else { return }

    source.put(
      SourceColumn.cluster.column(.int32(groups)),
      SourceColumn.pClusters.column(.double(probabilities)))
    ClusterRecipe(classifier).write(to: &source.header)
    source.path = out
    try source.write(
      named: .scores, provenance: Invocation.provenance(seed: seed))
    let stars = probabilities.count { $0 > 0.5 }
    let terminal = Terminal.shared
    terminal.say("sources  \(groups.count) in \(Set(groups).count) clusters, \(runs) runs")
    terminal.say(
      "\(SourceColumn.pClusters.name) above 0.5 for \(stars), below for \(groups.count - stars)")
    terminal.say("written  \(out)")
  }
}
