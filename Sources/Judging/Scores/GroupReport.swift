internal import Clusters
internal import Console
package import Foundation
package import Labels
package import Tables
internal import Tensors

/// How well clusters of pictures agree with their classes, under the best one-to-one matching.
package struct GroupReport: Codable, Equatable {
  package var images: Int
  package var clusters: Int
  package var classes: Int
  package var accuracy: Double
  package var normalisedInformation: Double
  package var adjustedRand: Double
  /// The class that every cluster stands for; nil where there are more clusters than classes.
  package var matching: [String?]
  package var counts: [[Int]]
  /// Program, command and inputs.
  package var provenance: [String: String] = [:]

  /// - Parameters:
  ///   - only: the file whose images are judged; nil for all.
  ///   - path: where the labels are from.
  package init(
    _ table: SourceTable, by labels: ClassLabels, of only: String? = nil, from path: String
  ) throws {
    let (ids, groups) = (try table.texts(.id), try table.numbers(.cluster))
    let files = try table.texts(.field)
    let judged = ids.indices.filter {
      labels[ids[$0]] != nil && (only == nil || files[$0] == only)
    }
    guard !judged.isEmpty else {
      throw CommandFailure(
        "cannot evaluate \(table.path): none of its \(ids.count) images"
          + (only.map { " of \($0)" } ?? "") + " has a label in \(path)")
    }
    let result = try GroupScores(
      groups: judged.map { Int(bounded: groups[$0]) }, classes: judged.map { labels[ids[$0]] ?? 0 })
    (images, clusters) = (judged.count, Set(judged.map { groups[$0] }).count)
    (classes, accuracy) = (labels.names.count, result.accuracy)
    (normalisedInformation, adjustedRand) = (result.normalisedInformation, result.adjustedRand)
    matching = result.matching.map { $0.map { labels.names[$0] } }
    counts = result.counts
  }

  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    return try encoder.encode(self)
  }

  /// What a person reads.
  ///
  /// - Parameter path: where the labels are from.
  package func lines(from path: String) -> [String] {
    [
      "judged   \(images) images in \(clusters) clusters by \(classes) classes of \(path)",
      "accuracy \(share(accuracy)) under the best one-to-one matching",
      "NMI      \(share(normalisedInformation))", "ARI      \(share(adjustedRand))",
    ]
  }
}
