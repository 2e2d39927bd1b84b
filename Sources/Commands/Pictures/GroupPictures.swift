internal import Clusters
internal import Console
internal import FITS
internal import Files
internal import Foundation
internal import Labels
internal import Pipelines
internal import Tables
internal import Tensors

extension Cluster {
  /// Groups codes of pictures, which have no stars among them: clusters and nothing else.
  func groupOnly(_ matrix: Tensor, of table: SourceTable) throws {
    var table = table
    let groups = try CodeGrouping(
      method: method, scaling: unscaled ? nil : scaling, clusters: clusters, starts: runs,
      seed: seed
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
  /// Judges clusters of pictures by their classes, under the best one-to-one matching.
  func judgeGroups(by path: String) throws {
    let table = try SourceTable(reading: scores, named: .scores, maker: "cluster")
    let labels = try ClassLabels(reading: path)
    let (ids, clusters) = (try table.texts(.id), try table.numbers(.cluster))
    let files = try table.texts(.field)
    let judged = ids.indices.filter {
      labels[ids[$0]] != nil && (only == nil || files[$0] == only)
    }
    guard !judged.isEmpty else {
      throw CommandFailure(
        "cannot evaluate \(scores): none of its \(ids.count) images"
          + (only.map { " of \($0)" } ?? "") + " has a label in \(path)")
    }
    let result = try GroupScores(
      groups: judged.map { Int(clusters[$0]) }, classes: judged.map { labels[ids[$0]] ?? 0 })
    let report = GroupReport(
      images: judged.count, clusters: Set(judged.map { clusters[$0] }).count,
      classes: labels.names.count, accuracy: result.accuracy,
      normalisedInformation: result.normalisedInformation, adjustedRand: result.adjustedRand,
      matching: result.matching.map { $0.map { labels.names[$0] } }, counts: result.counts,
      provenance: Invocation.provenanceByKeyword())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try ResultFile.write(try encoder.encode(report), to: out)
    let terminal = Terminal.shared
    terminal.say(
      "judged   \(judged.count) images in \(report.clusters) clusters by \(labels.names.count) "
        + "classes of \(path)")
    terminal.say("accuracy \(share(result.accuracy)) under the best one-to-one matching")
    terminal.say("NMI      \(share(result.normalisedInformation))")
    terminal.say("ARI      \(share(result.adjustedRand))")
    terminal.say("written  \(out)")
  }
}

/// How well clusters agree with classes, as it is stored.
private struct GroupReport: Codable {
  var images: Int
  var clusters: Int
  var classes: Int
  var accuracy: Double
  var normalisedInformation: Double
  var adjustedRand: Double
  var matching: [String?]
  var counts: [[Int]]
  /// Program, command and inputs.
  var provenance: [String: String]
}
