internal import Foundation
internal import Planes
internal import Tensors

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
  /// Of the cutouts written, those of a source that an earlier field has too.
  public var duplicates = 0
  /// Of the cutouts written, those of stars that were put into the frames.
  public var artificial = 0
  /// Stars that were put into the frames.
  public var injected = 0

  public init() {}

  public var dropped: Int { droppedAtEdge + droppedAsMissing }

  static func += (sum: inout IngestCounts, other: IngestCounts) {
    sum.found += other.found
    sum.kept += other.kept
    sum.droppedAtEdge += other.droppedAtEdge
    sum.droppedAsMissing += other.droppedAsMissing
    sum.duplicates += other.duplicates
    sum.artificial += other.artificial
    sum.injected += other.injected
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

/// Something about a field that a user should know though the work goes on.
public struct IngestWarning: Sendable, Equatable {
  public let text: String
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
  /// Rows of the catalog that give no position.
  public let rowsWithoutPosition: Int
  public let bands: [String]
  public let size: Int
  public let shards: Int
  public let seconds: Double
  /// Fields and files that were left out, and why.
  public let skipped: [SkippedInput]
  let settings: IngestSettings

  /// A field or file that could not be read.
  public struct SkippedInput: Codable, Sendable, Equatable {
    public let name: String
    public let reason: String
  }

  private var whatWasFound: String {
    if positionsOutside != nil { return "positions of the catalog inside the frames" }
    if settings.readyMade { return "sources" }
    let shown = settings.summedBands
    return "sources in \(shown.count == 1 ? "" : "the sum of ")\(shown.joined(separator: ", "))"
  }

  /// A few lines for a person.
  public var description: String {
    let share = "\(Int(bounded: (settings.largestMissing * 100).rounded())) %"
    let limit =
      settings.edge == .drop ? "leaving the frame, or more than \(share)" : "more than \(share)"
    var lines = [
      "fields   \(fields)" + (fieldsFoundDone > 0 ? " (\(fieldsFoundDone) already done)" : ""),
      "found    \(counts.found) \(whatWasFound)",
      "kept     \(counts.kept) cutouts of \(size)×\(size) pixels in \(bands.joined(separator: ","))",
      "dropped  \(counts.dropped)"
        + (counts.dropped == 0
          ? ""
          : " (\(limit) of the cutout missing: \(counts.droppedAtEdge) at the edge of "
            + "the frame, \(counts.droppedAsMissing) blank pixels)"),
    ]
    if counts.duplicates > 0 {
      lines.append("again    \(counts.duplicates) of sources that an earlier field has (FLAGS 512)")
    }
    if counts.artificial > 0 {
      let flag = CutoutFlags.artificial.rawValue
      lines.append("injected \(counts.artificial) artificial stars among them (FLAGS \(flag))")
    }
    if !skipped.isEmpty {
      lines.append("skipped  \(skipped.count) that could not be read")
    }
    if let positionsOutside {
      lines.append("outside  \(positionsOutside) positions of the catalog lie in no frame")
    }
    if rowsWithoutPosition > 0 {
      lines.append("left out \(rowsWithoutPosition) of the catalog's rows, without a position")
    }
    let time = String(format: "%.1f", seconds)
    lines.append("written  \(folder) (\(shards) file\(shards == 1 ? "" : "s"), \(time) s)")
    return lines.joined(separator: "\n")
  }
}
