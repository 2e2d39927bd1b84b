internal import Clusters
internal import Foundation

/// The mixture of stars and galaxies in compactness, fitted to all sources of a range of magnitudes
/// at once by expectation and maximisation.
///
/// All fields share how the galaxies' mean compactness and the logit of the fraction of stars
/// change with magnitude. Each has its own shift of both, drawn to zero where it shows few sources.
/// A field with many sources counts no more in what is shared than the middle one, so that a
/// crowded field does not decide what galaxies look like elsewhere.
struct MixtureFit {
  /// The galaxies' mean compactness, relative to the pivot.
  private(set) var mean = (level: 0.9, slope: 0.0)
  /// Their intrinsic spread.
  private(set) var spread = 0.06
  /// The logit of the fraction of stars.
  private(set) var starLogit = (level: 0.0, slope: 0.0)
  /// What each field adds to the galaxies' mean, and to the logit.
  private(set) var fieldMeans: [Double]
  private(set) var fieldLogits: [(level: Double, slope: Double)]
  /// The magnitudes of the sources that were fitted, relative to the pivot.
  private(set) var range: ClosedRange<Double>

  private struct Source {
    let value, error, x, weight: Double
    let field: Int
    var star: Double
    /// How likely it is an ordinary galaxy: none of those that only the floor explains.
    var galaxy: Double
  }
  private var sources: [Source] = []

  /// Fewer sources say too little; the range of magnitudes then grows.
  private static let enough = 150
  private static let leastSources = 12

  /// - Parameters:
  ///   - pivot: the magnitude at which levels are given.
  ///   - range: magnitudes at which compactness tells stars from galaxies.
  init(_ all: Compactness, pivot: Double, range wanted: ClosedRange<Double>) {
    fieldMeans = [Double](repeating: 0, count: all.fieldCount)
    fieldLogits = [(level: Double, slope: Double)](repeating: (0, 0), count: all.fieldCount)
    let usable = (0..<all.count).filter { all.isMeasured($0) && all.magnitudes[$0].isFinite }
    let distances = usable.map { all.magnitudes[$0] - pivot }.sorted()
    let (low, high) = (wanted.lowerBound - pivot, wanted.upperBound - pivot)
    range = Self.range(low...high, holdingEnoughOf: distances)
    guard usable.count >= Self.leastSources else {
      mean.level = 0.8
      spread = 0.1
      return
    }
    let inside = usable.filter { range.contains(all.magnitudes[$0] - pivot) }
    let weights = FieldWeights(inside.map { all.fields[$0] }, count: all.fieldCount)
    sources = inside.map { source in
      let (value, error) = (all.bounded(source), all.error(source))
      // To begin with, what lies on the ridge or above it is a star.
      return Source(
        value: value, error: error, x: all.magnitudes[source] - pivot,
        weight: weights[all.fields[source]], field: all.fields[source],
        star: (value - 1) / error > -2.5 ? 0.9 : 0.05, galaxy: 0)
    }
    for index in sources.indices { sources[index].galaxy = 1 - sources[index].star }
    for _ in 0..<300 {
      improve()
      if expect() < 1e-5 { break }
    }
    sources = []
  }

  private static func range(
    _ wanted: ClosedRange<Double>, holdingEnoughOf sorted: [Double]
  ) -> ClosedRange<Double> {
    let needed = min(enough, sorted.count)
    var range = wanted
    for _ in 0..<400 where sorted.count(where: range.contains) < needed {
      range = range.lowerBound - 0.25...range.upperBound + 0.25
    }
    return range
  }

  // MARK: One step

  private mutating func improve() {
    improveMean()
    improveSpread()
    for _ in 0..<2 { improveLogits() }
  }

  private mutating func improveMean() {
    var line = PricedLine(spreads: (0.15, 0.03), usual: (0.85, 0))
    for source in sources {
      let variance = spread * spread + source.error * source.error
      let weight = source.weight * source.galaxy / variance
      line.add(
        x: source.x, weight: weight, pull: weight * (source.value - fieldMeans[source.field]))
    }
    mean = line.solution
    guard fieldMeans.count > 1 else { return }
    var sums = fieldMeans.map { _ in (weight: 1 / (0.02 * 0.02), pull: 0.0) }
    for source in sources {
      let weight = source.galaxy / (spread * spread + source.error * source.error)
      sums[source.field].weight += weight
      sums[source.field].pull += weight * (source.value - mean.level - mean.slope * source.x)
    }
    fieldMeans = sums.map { $0.pull / $0.weight }
  }

  private mutating func improveSpread() {
    // Half a galaxy that scatters as usual.
    let usual = 0.06 * 0.06
    var (sum, total) = (0.5 / usual, 0.5 / (usual * usual))
    for source in sources {
      let variance = spread * spread + source.error * source.error
      let weight = source.weight * source.galaxy / (variance * variance)
      let difference =
        source.value - mean.level - mean.slope * source.x - fieldMeans[source.field]
      sum += weight * (difference * difference - source.error * source.error)
      total += weight
    }
    spread = max(sum / total, 0.03 * 0.03).squareRoot()
  }

  /// A step of Newton's method.
  private mutating func improveLogits() {
    let (level, slope) = (starLogit.level, starLogit.slope)
    var shared = PricedLine(spreads: (2, 0.3), usual: (0, 0))
    for source in sources {
      let now = logit(of: source)
      let p = sigmoid(now)
      let curvature = source.weight * p * (1 - p)
      // Linearised around the present line, so that the price is on the line and not on its change.
      shared.add(
        x: source.x, weight: curvature,
        pull: curvature * (level + slope * source.x) + source.weight * (source.star - p))
    }
    starLogit = shared.solution
    guard fieldLogits.count > 1 else { return }
    var own = fieldLogits.map { _ in PricedLine(spreads: (2, 0.15)) }
    for source in sources {
      let field = fieldLogits[source.field]
      let p = sigmoid(logit(of: source))
      let curvature = p * (1 - p)
      own[source.field].add(
        x: source.x, weight: curvature,
        pull: curvature * (field.level + field.slope * source.x) + source.star - p)
    }
    fieldLogits = own.map(\.solution)
  }

  private func logit(of source: Source) -> Double {
    let field = fieldLogits[source.field]
    return starLogit.level + field.level + (starLogit.slope + field.slope) * source.x
  }

  /// What every source is by the present lines; returns the largest change.
  private mutating func expect() -> Double {
    var change = 0.0
    for index in sources.indices {
      let source = sources[index]
      let mean = CompactnessMixture.bounded(
        mean: mean.level + mean.slope * source.x + fieldMeans[source.field])
      let densities = CompactnessMixture.densities(
        source.value, error: source.error, mean: mean, spread: spread)
      let prior = sigmoid(logit(of: source))
      let star = prior * densities.star
      let probability = star / (star + (1 - prior) * densities.galaxy)
      change = max(change, abs(probability - source.star))
      sources[index].star = probability
      // What only the floor explains tells nothing about the galaxies.
      sources[index].galaxy = (1 - probability) * densities.ordinary
    }
    return change
  }
}

/// How much the sources of each field count in what all fields share: one each, less in fields with
/// more sources than the middle field.
struct FieldWeights {
  private let weights: [Double]

  init(_ fields: [Int], count: Int) {
    var numbers = [Double](repeating: 0, count: count)
    for field in fields { numbers[field] += 1 }
    let middle = OrderStatistics.median(numbers.filter { $0 > 0 }) ?? 1
    weights = numbers.map { min(1, 2 * middle / max($0, 1)) }
  }

  init(_ sources: Compactness) { self.init(sources.fields, count: sources.fieldCount) }

  subscript(field: Int) -> Double { weights[field] }
}
