package import Files
internal import Foundation
internal import Tensors

/// Artificial stars: dimmed copies of a field's own bright stars, put into its frames before
/// sources are found.
///
/// Whatever becomes of a faint star on its way (noise, neighbours, a place that is a little off,
/// not being found at all) becomes of the copies too, so that those found are a fair sample of how
/// stars of any magnitude look in this very field. The method is that of Balrog (Suchyta et al.
/// 2016, MNRAS 457, 786), with stars of the field in place of a model of its point spread.
public struct StarInjection: Sendable {
  public var anchors: StarAnchors
  /// Copies put into a field at a time.
  public var starsPerField: Int
  /// How often the same frames get other copies: those of one time may not crowd.
  public var passes = 1
  /// The magnitudes of the copies; their numbers grow as those of the anchors do.
  public var magnitudes: ClosedRange<Double>
  /// Copies stay this near to their original, in pixels: the point spread changes over a frame.
  public var reach = 300
  public var seed: UInt64

  /// Copies keep this distance from each other, in pixels.
  private static let spacing = 60.0

  public init(
    of anchors: StarAnchors, magnitudes: ClosedRange<Double>, starsPerField: Int, seed: UInt64 = 1
  ) {
    (self.anchors, self.magnitudes) = (anchors, magnitudes)
    (self.starsPerField, self.seed) = (starsPerField, seed)
  }

  /// A copy of an anchor: where it goes on the reference frame, in pixels from 0, and how much
  /// fainter it is.
  package struct Copy {
    package let anchor: Int
    package let to: (x: Double, y: Double)
    package let dimming: Double
  }

  /// Draws the copies for a field whose anchors lie at `places` of the reference frame.
  package func draw(
    _ field: String, magnitudes known: [Double], places: [(x: Double, y: Double)], width: Int,
    height: Int
  ) -> [Copy] {
    guard !places.isEmpty else { return [] }
    var name = RunFingerprint()
    name.mix(field)
    var random = RandomNumbers.stream(name.value, seed: seed)
    var copies: [Copy] = []
    // A copy that finds no place, or no original brighter than itself, is drawn again.
    for _ in 0..<(4 * starsPerField) where copies.count < starsPerField {
      let magnitude = self.magnitude(&random)
      // What is to be copied must be brighter, so that its own noise is dimmed away.
      let brighter = known.firstIndex { $0 > magnitude } ?? known.count
      guard brighter > 0 else { continue }
      let anchor = random.integer(below: brighter)
      let from = places[anchor]
      for _ in 0..<20 {
        let to = (
          x: from.x + Double(random.integer(below: 2 * reach + 1) - reach),
          y: from.y + Double(random.integer(below: 2 * reach + 1) - reach)
        )
        let isInside = to.x > 5 && to.y > 5 && to.x < Double(width - 6) && to.y < Double(height - 6)
        let isFree = copies.allSatisfy {
          hypot($0.to.x - to.x, $0.to.y - to.y) > Self.spacing
        }
        guard isInside, isFree else { continue }
        copies.append(
          Copy(
            anchor: anchor, to: to, dimming: pow(10, -0.4 * (magnitude - known[anchor]))))
        break
      }
    }
    return copies
  }

  /// A random magnitude whose density grows as 10^(slope · m).
  private func magnitude(_ random: inout RandomNumbers) -> Double {
    let (low, high) = (magnitudes.lowerBound, magnitudes.upperBound)
    let share = random.uniform()
    let growth = anchors.slope * (high - low)
    guard abs(growth) > 1e-6 else { return low + share * (high - low) }
    return low + log10(1 + share * (pow(10, growth) - 1)) / anchors.slope
  }

  /// Mixes all that decides what is injected into a fingerprint.
  package func mix(into fingerprint: inout RunFingerprint) {
    anchors.mix(into: &fingerprint)
    fingerprint.mix(UInt64(starsPerField))
    fingerprint.mix(UInt64(passes))
    fingerprint.mix(seed)
    fingerprint.mix("\(magnitudes) \(reach)")
  }
}
