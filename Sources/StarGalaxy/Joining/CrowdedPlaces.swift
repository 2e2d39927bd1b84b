internal import Foundation

/// The places of scores among the artificial stars of fields about as crowded.
///
/// Where stars overlap artificial ones do, too, and score lower. Among those of empty fields a star of a crowded one would look like a galaxy,
/// and among those of crowded fields a galaxy of an empty one like a star. So a field is compared with fields that have up to about twice
/// its sources, or half of them.
struct CrowdedPlaces {
  /// The magnitudes between which nearly all artificial stars lie; nil for fewer than three.
  let range: ClosedRange<Double>?
  /// Of every place: how many times as often a galaxy of each offset has it as a star.
  let ratios: [SIMD8<Double>]

  /// The stars of some classes of fields, and where their places begin among all.
  private struct Group {
    let places: StarPlaces
    let first: Int
  }

  private let groups: [Group]
  private let groupOfField: [Int]
  /// With fewer stars of its like a field is compared with those of all fields.
  private static let fewest = 150

  /// - Parameter stars: the scores, magnitudes and fields of the artificial stars.
  init(
    among stars: (scores: [Double], magnitudes: [Double], fields: [Int]), of sources: Compactness
  ) {
    let all = StarPlaces(scores: stars.scores, magnitudes: stars.magnitudes)
    range = all.range
    let classes = sources.members.map { Self.crowding($0.count) }
    var (groups, ratios, known) = ([Group](), [SIMD8<Double>](), [Int: Int]())
    groupOfField = classes.map { crowding in
      if let group = known[crowding] { return group }
      let like = stars.fields.indices.filter {
        abs(classes[stars.fields[$0]] - crowding) <= 1
      }
      let places =
        like.count < Self.fewest
        ? all
        : StarPlaces(
          scores: like.map { stars.scores[$0] }, magnitudes: like.map { stars.magnitudes[$0] })
      groups.append(Group(places: places, first: ratios.count))
      ratios += GalaxyPlaces(count: places.count).ratios
      known[crowding] = groups.count - 1
      return groups.count - 1
    }
    (self.groups, self.ratios) = (groups, ratios)
  }

  /// Fields of a class have numbers of sources within a factor of 1.4; those of the next have 1.4 times as many.
  private static func crowding(_ count: Int) -> Int {
    Int(bounded: (2 * log2(Double(max(count, 1)))).rounded())
  }

  /// The place of a score of a field's source among `ratios`.
  func place(of score: Double, at magnitude: Double, field: Int) -> Int {
    let group = groups[groupOfField[field]]
    return group.first + group.places.place(of: score, at: magnitude)
  }
}
