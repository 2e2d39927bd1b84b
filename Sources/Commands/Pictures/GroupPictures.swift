internal import Clusters
internal import Console
internal import FITS
internal import Files
internal import Judging
internal import Labels
internal import Pipelines
internal import StarGalaxy
internal import Tables
internal import Tensors

extension Cluster {
  /// Groups codes of pictures, which have no stars among them: clusters and nothing else.
  func groupOnly(_ matrix: Tensor, of table: SourceTable) throws {
    var table = table
    let usual = ClusterClassifier.usualOfFew
    let groups = try CodeGrouping(
      method: method, scaling: unscaled ? nil : scaling ?? usual.scaling,
      clusters: clusters ?? usual.clusters,
      starts: runs, seed: seed
    ).groups(of: matrix, workers: work.workers)
    table.put(
      SourceColumn.cluster.column(
        .int32(groups.map(Int32.init)), described: "Cluster of the best of \(runs) starts"))
    table.path = out
    try table.write(
      named: .scores, provenance: Invocation.provenance(seed: seed))
    Terminal.shared.say("images   \(groups.count) in \(Set(groups).count) clusters")
    Terminal.shared.say("written  \(out)")
  }
}

extension Evaluate {
  /// Judges clusters of pictures by their classes.
  func judgeGroups(by path: String) throws {
    let table = try SourceTable(reading: scores, named: .scores, maker: "cluster")
    var report = try GroupReport(table, by: ClassLabels(reading: path), of: only, from: path)
    report.provenance = Invocation.provenanceByKeyword()
    try ResultFile.write(try report.json(), to: out)
    for line in report.lines(from: path) { Terminal.shared.say(line) }
    Terminal.shared.say("written  \(out)")
  }
}
