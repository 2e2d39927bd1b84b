internal import Foundation

/// How many sources a field gave, and what became of them.
public struct IngestCounts: Codable, Sendable, Equatable {
  /// Sources detected, or positions of a catalog inside the frame.
  public var found = 0
  /// Cutouts written.
  public var kept = 0
  /// Too much of the cutout lies outside of the frame.
  public var droppedAtEdge = 0
  /// Too many pixels of the cutout are missing (NaN).
  public var droppedAsMissing = 0

  public init() {}

  public var dropped: Int { droppedAtEdge + droppedAsMissing }

  static func += (sum: inout IngestCounts, other: IngestCounts) {
    sum.found += other.found
    sum.kept += other.kept
    sum.droppedAtEdge += other.droppedAtEdge
    sum.droppedAsMissing += other.droppedAsMissing
  }
}

/// Where an ingestion stands.
public struct IngestProgress: Sendable {
  /// The field that was finished last; empty before the first.
  public let field: String
  public let fieldsDone: Int
  public let fields: Int
  /// Of all fields done so far.
  public let counts: IngestCounts
}

/// What an ingestion did.
public struct IngestSummary: Sendable, Equatable, CustomStringConvertible {
  public let folder: String
  public let fields: Int
  /// Fields that an earlier run of the same command had finished.
  public let fieldsFoundDone: Int
  public let counts: IngestCounts
  /// Positions of the catalog that lie in none of the fields; nil without a catalog.
  public let positionsOutside: Int?
  public let bands: [String]
  public let size: Int
  public let shards: Int
  public let seconds: Double
  let largestMissing: Double

  /// A few lines for a person.
  public var description: String {
    let share = "\(Int((largestMissing * 100).rounded())) %"
    var lines = [
      "fields   \(fields)" + (fieldsFoundDone > 0 ? " (\(fieldsFoundDone) already done)" : ""),
      "found    \(counts.found) "
        + (positionsOutside == nil ? "sources" : "positions of the catalog inside the frames"),
      "kept     \(counts.kept) cutouts of \(size)×\(size) pixels in \(bands.joined(separator: ","))",
      "dropped  \(counts.dropped)"
        + (counts.dropped == 0
          ? ""
          : " (more than \(share) of the cutout missing: \(counts.droppedAtEdge) at the edge of "
            + "the frame, \(counts.droppedAsMissing) blank pixels)"),
    ]
    if let positionsOutside {
      lines.append("outside  \(positionsOutside) positions of the catalog lie in no frame")
    }
    let time = String(format: "%.1f", seconds)
    lines.append("written  \(folder) (\(shards) file\(shards == 1 ? "" : "s"), \(time) s)")
    return lines.joined(separator: "\n")
  }
}
