internal import Foundation
internal import Tables
internal import Tensors

/// What a run found, without any label: how many sources, of which probability, in which field and of
/// which magnitude.
package struct FoundSources {
  /// A field of the survey.
  package struct Field: Equatable {
    package var name: String
    package var count: Int
    /// The sum of the probabilities of being a star.
    package var stars: Double
    /// How many are neither surely stars nor surely galaxies.
    package var unsure: Int
    /// The median half-light radius of its bright sure stars in arcseconds; nil where there are too few.
    package var pointRadius: Double?

    package var starShare: Double { stars / Double(max(count, 1)) }
    package var unsureShare: Double { Double(unsure) / Double(max(count, 1)) }
  }

  /// Sources of some magnitudes; the first and the last bin hold what lies beyond them too.
  package struct Bin: Equatable {
    package var low, high: Double
    package var count: Int
    package var stars: Double
    package var unsure: Int
  }

  /// Sources that have a probability, and those that have none.
  package let scored, unscored: Int
  package let stars: Double
  package let sureStars, unsure: Int
  package let fields: [Field]
  package let bins: [Bin]
  /// Sources sharper than any star, and those that are saturated in some band.
  package private(set) var sharp = 0
  package private(set) var saturated = 0
  /// Counts in twenty equal bins of probability.
  package let histogram: [Int]

  package static let sure = 0.9
  /// Fewer sure stars than these do not tell a point spread.
  package static let fewestStars = 5

  /// - Parameters:
  ///   - probabilities: of being a star; NaN where there is none.
  ///   - magnitudes: NaN where there is none; then the source is in no bin.
  ///   - radii: half-light radii in arcseconds; nil where the table has none.
  package init(
    fields names: [String], magnitudes: [Double], probabilities: [Double], radii: [Double]?
  ) {
    let known = probabilities.indices.filter { probabilities[$0].isFinite }
    func isUnsure(_ row: Int) -> Bool {
      probabilities[row] > 1 - Self.sure && probabilities[row] < Self.sure
    }
    (scored, unscored) = (known.count, probabilities.count - known.count)
    stars = known.reduce(0) { $0 + probabilities[$1] }
    sureStars = known.count { probabilities[$0] >= Self.sure }
    unsure = known.count(where: isUnsure)
    histogram = known.reduce(into: [Int](repeating: 0, count: 20)) { counts, row in
      counts[min(max(Int(bounded: probabilities[row] * 20), 0), 19)] += 1
    }
    fields = Dictionary(grouping: known, by: { names[$0] }).sorted { $0.key < $1.key }.map {
      name, rows in
      Field(
        name: name, count: rows.count, stars: rows.reduce(0) { $0 + probabilities[$1] },
        unsure: rows.count(where: isUnsure),
        pointRadius: radii.flatMap { Self.pointRadius(of: rows, probabilities, magnitudes, $0) })
    }
    bins = Self.bins(known.filter { magnitudes[$0].isFinite }, magnitudes) { rows, low, high in
      Bin(
        low: low, high: high, count: rows.count, stars: rows.reduce(0) { $0 + probabilities[$1] },
        unsure: rows.count(where: isUnsure))
    }
  }

  /// - Parameter table: must have a score.
  init(_ table: SourceTable) throws {
    try self.init(
      fields: table.texts(.field), magnitudes: table.numbers(.magnitude),
      probabilities: table.score().values,
      radii: table.has(.halfLightArcseconds) ? table.numbers(.halfLightArcseconds) : nil)
    (sharp, saturated) = (
      try table.flags(.sharp).count { $0 }, try table.flags(.saturated).count { $0 }
    )
  }

  /// The brighter half of the sure stars: faint ones are measured poorly.
  private static func pointRadius(
    of rows: [Int], _ probabilities: [Double], _ magnitudes: [Double], _ radii: [Double]
  ) -> Double? {
    let sure = rows.filter {
      probabilities[$0] >= Self.sure && magnitudes[$0].isFinite && radii[$0].isFinite
    }.sorted { magnitudes[$0] < magnitudes[$1] }
    let bright = sure.prefix(max(sure.count / 2, fewestStars)).map { radii[$0] }.sorted()
    return bright.count < fewestStars ? nil : bright[bright.count / 2]
  }

  /// Bins of one magnitude; the thousandth part at either end lies in the outermost.
  private static func bins(
    _ rows: [Int], _ magnitudes: [Double], _ bin: ([Int], Double, Double) -> Bin
  ) -> [Bin] {
    let sorted = rows.map { magnitudes[$0] }.sorted()
    guard let first = sorted.first, let last = sorted.last else { return [] }
    let end = sorted.count / 1000
    let low = max(sorted[end].rounded(.down), first.rounded(.down))
    let high = min(sorted[sorted.count - 1 - end].rounded(.down), last.rounded(.down))
    let count = Int(bounded: min(max(high - low, 0), 59)) + 1
    let places = Dictionary(grouping: rows) { row in
      Int(bounded: min(max((magnitudes[row] - low).rounded(.down), 0), Double(count - 1)))
    }
    return (0..<count).map { bin(places[$0] ?? [], low + Double($0), low + Double($0) + 1) }
  }
}
