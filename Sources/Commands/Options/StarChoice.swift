internal import Clusters
internal import Console
internal import Foundation
internal import Planes
internal import Sky
internal import Sources
internal import StarGalaxy
internal import Tables
internal import Tensors

/// The stars of a table that are copied, and why others are not.
struct StarChoice {
  let anchors: StarAnchors
  /// The magnitudes that copies get.
  let magnitudes: ClosedRange<Double>
  /// The number of sources of every field that has anchors.
  let sourcesPerField: [Int]
  private let selection: SureStars.Selection
  private let sources: Int
  /// Fields without a star to copy.
  private let poor: [String]

  init(of table: SourceTable) throws {
    let compactness = try table.compactness()
    let saturated = try table.flags(.saturated)
    let spoilt = zip(try table.numbers(.flags), saturated).map { flags, isSaturated in
      isSaturated
        || !CutoutFlags(rawValue: Int32(exactly: flags) ?? 0).isDisjoint(with: StarAnchors.spoiling)
    }
    selection = SureStars().among(compactness, spoilt: spoilt)
    let (fields, ra, dec) = (
      try table.texts(.field), try table.numbers(.ra), try table.numbers(.dec)
    )
    anchors = StarAnchors(
      fields.indices.map {
        (fields[$0], SkyPosition(ra: ra[$0], dec: dec[$0]), compactness.magnitudes[$0])
      }, sure: selection.stars, slope: StarCounts.growth(of: compactness))
    sources = fields.count
    let members = Dictionary(fields.map { ($0, 1) }, uniquingKeysWith: +)
    let rich = anchors.counts
    sourcesPerField = members.filter { rich[$0.key] != nil }.map(\.value).sorted()
    poor = members.keys.filter { rich[$0] == nil }.sorted()
    // As faint as what is found: fainter copies would be put in for nothing.
    let known = compactness.magnitudes.filter(\.isFinite).sorted()
    let depth = CompactnessDepth(of: compactness)
    let faint = known.isEmpty ? depth.magnitude : OrderStatistics.quantile(0.95, of: known)
    magnitudes = min(depth.taught, faint - 0.1)...faint
  }

  /// Why stars were left out, in the order of the tests.
  private var reasons: String {
    "of \(counted(sources, "source")) \(selection.offBrightness) are not of the brightness at which "
      + "stars are sure, \(selection.spoilt) have spoilt or shared pixels (FLAGS, SATURATED), "
      + "\(selection.offRidge) are not beyond doubt as compact as stars, and \(anchors.crowded) have "
      + "a neighbour within \(Int(bounded: StarAnchors.solitude))″"
  }

  var summary: String { "\(anchors.count) to copy; \(reasons)" }

  var warnings: [String] {
    poor.isEmpty
      ? []
      : [
        "no star to copy in \(counted(poor.count, "field")) of \(poor.count + sourcesPerField.count) "
          + "(\(poor.prefix(3).joined(separator: ", "))\(poor.count > 3 ? ", …" : "")); their sources "
          + "are judged by the stars of the other fields"
      ]
  }

  func nothing(in path: String) -> CommandFailure {
    CommandFailure(
      "cannot copy stars of \(path): \(reasons); \(advice), or do without artificial stars: leave `injected` of "
        + "`classify` out, in a pipeline the steps that make them, too")
  }

  private var advice: String {
    let bright = sources - selection.offBrightness
    if bright == 0 { return "ingest larger or more fields, in which some stars are bright" }
    if selection.spoilt * 2 > bright {
      return "look at FLAGS with `galaxy-aep info`, and mend the masks or the frames"
    }
    return selection.offRidge * 2 > bright
      ? "look at COMPACTNESS with `galaxy-aep plot sizes`, or ingest more fields of the same survey"
      : "ingest more fields"
  }
}
