internal import Clusters
internal import Foundation
internal import Tensors

/// How many of the sources of each magnitude and field are stars, found without a label.
///
/// Among bright sources, compactness tells stars from galaxies. Their number grows with magnitude
/// nearly as 10^(slope · m), and a little less with every magnitude, as the Galaxy is not endless; followed to
/// fainter sources and divided by all that was detected, it says which share are stars where images
/// hardly tell any more. The share never grows towards fainter magnitudes.
///
/// Every field has stars of its own number and growth, drawn to those of all fields where it shows
/// few; galaxies are taken to be spread over magnitudes alike in all fields.
public struct StarCounts: Sendable {
  /// Stars of a field per bin of half a magnitude at `pivot`, and their growth there in dex a magnitude,
  /// over all fields; nil where too few bright stars show either.
  public let counts: (atPivot: Double, slope: Double)?
  /// A magnitude in the middle of where stars are counted.
  public let pivot: Double
  /// Centres of the bins, ascending, and each field's share of stars in them.
  private let centres: [Double]
  private let shares: [[Double]]
  /// The same of a usual field.
  private let usualShares: [Double]
  private let mixture: CompactnessMixture

  private static let width = 0.5
  private static let bounds = 0.02...0.98

  public init(of sources: Compactness) {
    self.init(of: sources, mixture: CompactnessMixture(fitting: sources))
  }

  /// - Parameter mixture: fitted to the same compactness.
  public init(of sources: Compactness, mixture: CompactnessMixture) {
    self.mixture = mixture
    let depth = mixture.depth
    // Bins lie relative to what the frames show, so that no zero point moves their edges.
    let pivot = depth.pivot - 1
    self.pivot = pivot
    func place(_ magnitude: Double) -> Double { ((magnitude - pivot) / Self.width).rounded(.down) }
    let magnitudes = sources.magnitudes.filter(\.isFinite)
    let first = place(magnitudes.min() ?? depth.mixture.lowerBound)
    let last = place(magnitudes.max() ?? depth.mixture.upperBound)
    let bins = Int(bounded: min(max(last - first + 1, 1), 200))
    let none = [[Double]](
      repeating: [Double](repeating: 0, count: bins), count: sources.fieldCount)
    var (all, stars) = (none, none)
    for source in 0..<sources.count where sources.magnitudes[source].isFinite {
      let bin = Int(
        bounded: min(max(place(sources.magnitudes[source]) - first, 0), Double(bins - 1)))
      all[sources.fields[source]][bin] += 1
      stars[sources.fields[source]][bin] += mixture.posterior(of: source, in: sources)
    }
    let x = (0..<bins).map { (first + Double($0) + 0.5) * Self.width }
    centres = x.map { $0 + pivot }
    let bright = (0..<bins).filter { depth.counting.contains(pivot + x[$0]) }
    let weights = FieldWeights(sources)
    let mean = (0..<bins).map { bin in
      stars.indices.reduce(0) { $0 + weights[$1] * stars[$1][bin] }
        / stars.indices.reduce(0) { $0 + weights[$1] }
    }
    let usual = StarGrowth(of: bright.map { (x[$0], mean[$0] * Double(stars.count)) })
      .map { StarGrowth(level: $0.level - log(Double(stars.count)), slope: $0.slope) }
    counts = usual.map { (exp($0.level), $0.slope / log(10)) }
    let growths = usual.map { usual in
      stars.map { own in
        stars.count == 1
          ? usual : StarGrowth(of: bright.map { (x[$0], own[$0]) }, drawnTo: usual)
      }
    }
    let pivots = centres
    let found =
      growths.map { Self.shares(of: all, stars: $0, x: x) }
      ?? stars.indices.map { field in
        pivots.map {
          sigmoid(mixture.priorLogit(at: $0) + mixture.fieldLogit(field, at: $0))
        }
      }
    shares = found.map(Self.falling)
    let total = found.indices.reduce(0) { $0 + weights[$1] }
    usualShares = Self.falling(
      (0..<bins).map { bin in
        found.indices.reduce(0) {
          $0 + weights[$1]
            * min(max(found[$1][bin], Self.bounds.lowerBound), Self.bounds.upperBound)
        } / total
      })
  }

  /// Shares within bounds that never grow.
  private static func falling(_ shares: [Double]) -> [Double] {
    var least = bounds.upperBound
    return shares.map { share in
      least = min(least, max(share, bounds.lowerBound))
      return least
    }
  }

  /// The share of stars in every field and bin.
  ///
  /// Where stars are few, it is their expected number over all detections. Where nearly all are
  /// stars, and a crowded field shows fewer than are expected, it is what the galaxies of a usual
  /// field leave. Between, each counts by how little an error of what it rests on would move it.
  private static func shares(
    of all: [[Double]], stars: [StarGrowth], x: [Double]
  ) -> [[Double]] {
    let expected = stars.map { line in x.map { line.count(at: $0) } }
    let galaxies = x.indices.map { bin -> Double in
      // Fields of few stars show galaxies best.
      var (sum, total) = (0.0, 0.0)
      for field in all.indices {
        let weight = 1 / (1 + all[field][bin] + pow(0.2 * expected[field][bin], 2))
        sum += weight * (all[field][bin] - expected[field][bin])
        total += weight
      }
      return max(0, sum / total)
    }
    return all.indices.map { field in
      x.indices.map { bin in
        let found = max(Self.smoothed(all[field], at: bin), 1)
        let byStars = min(expected[field][bin] / found, 1)
        guard all.count > 1 else { return byStars }
        let byGalaxies = max(0, 1 - galaxies[bin] / found)
        let (few, many) = (pow(1 - byStars, 2) + 1e-3, pow(byStars, 2))
        return (few * byStars + many * byGalaxies) / (few + many)
      }
    }
  }

  /// Counts over three bins: as they grow as a power law does, the geometric mean of neighbours
  /// moves none, and where one of them is empty nothing is smoothed.
  private static func smoothed(_ counts: [Double], at bin: Int) -> Double {
    guard bin > 0, bin + 1 < counts.count, counts[bin - 1] > 0, counts[bin + 1] > 0 else {
      return counts[bin]
    }
    return counts[bin].squareRoot() * pow(counts[bin - 1] * counts[bin + 1], 0.25)
  }

  /// The share of stars among sources of a magnitude in a field, or in a usual one; the mean share
  /// where the magnitude is unknown.
  public func share(at magnitude: Double, field: Int? = nil) -> Double {
    let shares = field.map { self.shares[$0] } ?? usualShares
    guard magnitude.isFinite else { return shares.reduce(0, +) / Double(shares.count) }
    guard magnitude > centres[0] else { return shares[0] }
    let place = (magnitude - centres[0]) / Self.width
    guard place < Double(centres.count - 1) else { return shares[shares.count - 1] }
    let bin = Int(bounded: place)
    let t = place - Double(bin)
    return (1 - t) * shares[bin] + t * shares[bin + 1]
  }

  /// What a source adds to the stars that are expected around its magnitude in its field: by its
  /// own compactness where that can be trusted, else the share.
  package func expected(of source: Int, in sources: Compactness) -> Double {
    let magnitude = sources.magnitudes[source]
    return magnitude < mixture.depth.trusted && sources.isMeasured(source)
      ? mixture.posterior(of: source, in: sources)
      : share(at: magnitude, field: sources.fields[source])
  }

  /// How much every source counts where no field is to outweigh the others.
  public func weights(of sources: Compactness) -> [Double] {
    let weights = FieldWeights(sources)
    return sources.fields.map { weights[$0] }
  }

  /// Probabilities from logits, moved so that in every range of magnitudes of every field they add
  /// up to the stars expected there.
  public func calibrated(_ logits: [Double], of sources: Compactness) -> [Double] {
    let expected = expected(in: sources)
    let moved = moved(logits, expected: expected, of: sources)
    guard sources.fieldCount > 1 else { return moved.map(sigmoid) }
    return byField(moved, expected: expected, of: sources).map(sigmoid)
  }

  /// The same of what was joined by artificial stars: in every field probabilities add up to the stars that scores show there,
  /// drawn to those expected (`SeenShares`).
  ///
  /// - Parameter stars: of the artificial stars the magnitudes, and the fields as the sources' compactness counts them.
  public func calibrated(
    _ join: PartJoin, stars: (magnitudes: [Double], fields: [Int]), of sources: Compactness
  ) -> [Double] {
    let expected = expected(in: sources)
    let seen = SeenShares(
      drawnTo: expected, scores: join.judged, stars: stars, of: sources)
    let moved = moved(join.logits, expected: expected, of: sources)
    return byField(moved, expected: seen.expected, of: sources).map(sigmoid)
  }

  private func expected(in sources: Compactness) -> [Double] {
    (0..<sources.count).map { expected(of: $0, in: sources) }
  }

  /// Logits moved alike in all fields.
  private func moved(_ logits: [Double], expected: [Double], of sources: Compactness) -> [Double] {
    let shift = CountedShift(logits, expected: expected, magnitudes: sources.magnitudes)
    return logits.indices.map { logits[$0] + shift.value(at: sources.magnitudes[$0]) }
  }

  /// Logits moved in each field by itself.
  private func byField(_ logits: [Double], expected: [Double], of sources: Compactness)
    -> [Double]
  {
    var moved = logits
    for members in sources.members {
      let magnitudes = members.map { sources.magnitudes[$0] }
      let own = CountedShift(
        members.map { logits[$0] }, expected: members.map { expected[$0] }, magnitudes: magnitudes,
        members: 500)
      for source in members { moved[source] += own.value(at: sources.magnitudes[source]) }
    }
    return moved
  }

  /// Probabilities moved in the same way.
  public func calibrated(probabilities: [Double], of sources: Compactness) -> [Double] {
    calibrated(probabilities.map(logit), of: sources)
  }
}
