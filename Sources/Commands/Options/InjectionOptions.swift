internal import ArgumentParser
internal import Clusters
internal import Console
internal import Sky
internal import Sources
internal import StarGalaxy
internal import Tables

/// What artificial stars are put into frames before sources are found.
struct InjectionOptions: ParsableArguments {
  @Option(
    help:
      "A table of codes or scores of the same frames: dimmed copies of its surest bright stars are put into the frames before sources are found, for `galaxy-aep classify --injected`. Default: none.",
    completion: .of(.codes))
  var starsOf: String?

  @Option(
    "With --stars-of: how many copies go into a field.",
    in: 1...2000)
  var stars = 300

  @Option(seed: "With --stars-of: the seed of the copies' places and magnitudes.")
  var injectionSeed: UInt64 = 1

  /// The stars to put in, found without labels; nil if none are asked for.
  func injection() throws -> StarInjection? {
    guard let starsOf else { return nil }
    let table = try SourceTable(reading: starsOf, anyOf: [.codes, .scores], maker: "encode")
    let (compactness, flags) = (try table.compactness(), try table.numbers(.flags))
    let sure = SureStars().among(compactness).filter { flags[$0] == 0 }
    let (fields, ra, dec) = (
      try table.texts(.field), try table.numbers(.ra), try table.numbers(.dec)
    )
    let anchors = StarAnchors(
      fields.indices.map {
        (fields[$0], SkyPosition(ra: ra[$0], dec: dec[$0]), compactness.magnitudes[$0])
      }, sure: sure, slope: StarCounts.growth(of: compactness))
    guard anchors.count > 0 else {
      throw CommandFailure(
        "cannot copy stars of \(starsOf): none of its \(fields.count) sources is bright, unflagged, "
          + "alone and a star beyond doubt; ingest more fields")
    }
    return StarInjection(of: anchors, starsPerField: stars, seed: injectionSeed)
  }
}
