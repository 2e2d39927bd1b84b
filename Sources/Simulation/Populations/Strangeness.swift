internal import Foundation
internal import Tensors

/// What a source that is put in to be found as an outlier looks like.
package enum Strangeness: String, Sendable, CaseIterable {
  /// A ring of star formation around a bulge.
  case ring
  /// A blue arc around a red galaxy that bends its light.
  case arc
  /// Two thin disks seen from the side, across each other.
  case edgeOnPair = "edge-on pair"
  /// A galaxy with two long tails that a tide drew out.
  case tails
}

extension Strangeness {
  /// A source of this kind, r magnitude 17 to 20.5; what has colours of its own is a part that follows it.
  func sources(random: inout RandomNumbers) -> [SimulatedSource] {
    let r = random.uniform(in: 17..<20.5)
    var main = GalaxyShapes.galaxy(r: r, random: &random)
    let turn = random.uniform(in: 0..<(2 * .pi))
    var parts: [SimulatedSource] = []
    switch self {
    case .ring:
      let radius = random.uniform(in: 2.2..<4)
      main.components = [Self.bulge(share: 1, radius: 0.5)]
      main.knots = Self.curve(40, share: 0.65, width: 0.5) { step in
        let angle = 2 * .pi * step
        return (radius * cos(angle), 0.8 * radius * sin(angle))
      }
    case .arc:
      let radius = random.uniform(in: 2.2..<4)
      let length = random.uniform(in: 1.2..<2.6)
      main.components = [Self.bulge(share: 1, radius: 0.8)]
      main.knots = []
      var arc = GalaxyShapes.galaxy(r: r + random.uniform(in: 0.7..<1.7), random: &random)
      arc.knots = Self.curve(24, share: 1, width: 0.3) { step in
        let angle = turn + length * (step - 0.5)
        return (radius * cos(angle), radius * sin(angle))
      }
      arc.isPart = true
      parts = [arc]
    case .edgeOnPair:
      main.components = [Self.disk(share: 1, angle: turn)]
      main.knots = []
      var other = GalaxyShapes.galaxy(r: r + random.uniform(in: 0.2..<1), random: &random)
      other.components = [Self.disk(share: 1, angle: turn + random.uniform(in: 0.8..<2.3))]
      other.knots = []
      other.isPart = true
      parts = [other]
    case .tails:
      main.components = [Self.bulge(share: 1, radius: 0.8)]
      main.knots = Self.curve(44, share: 0.55, width: 0.45) { step in
        // Two arms of a spiral that opens fast.
        let (arm, way) = (step < 0.5 ? 0 : Double.pi, 2 * (step < 0.5 ? step : step - 0.5))
        let (distance, angle) = (1 + 6 * way, turn + arm + 1.6 * way)
        return (distance * cos(angle), distance * sin(angle))
      }
    }
    main.strangeness = self
    return [main] + parts
  }

  private static func bulge(share: Double, radius: Double) -> SimulatedSource.Component {
    .init(profile: .deVaucouleurs, share: share, radius: radius, axisRatio: 0.9, angle: 0)
  }

  private static func disk(share: Double, angle: Double) -> SimulatedSource.Component {
    .init(profile: .exponential, share: share, radius: 1.6, axisRatio: 0.12, angle: angle)
  }

  /// Knots along a curve, which takes steps from 0 to 1 to arcseconds from the centre.
  private static func curve(
    _ count: Int, share: Double, width: Double, _ place: (Double) -> (x: Double, y: Double)
  ) -> [SimulatedSource.Knot] {
    (0..<count).map { index in
      let (x, y) = place(Double(index) / Double(count))
      return .init(dx: x, dy: y, share: share / Double(count), radius: width)
    }
  }
}
