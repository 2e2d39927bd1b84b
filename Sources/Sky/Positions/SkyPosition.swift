internal import Foundation

/// A direction on the sky: right ascension and declination in degrees, ICRS.
public struct SkyPosition: Sendable, Equatable {
  public var ra: Double
  public var dec: Double

  public init(ra: Double, dec: Double) {
    self.ra = ra
    self.dec = dec
  }

  /// The angle to another position in arcseconds, exact for small angles and at the poles.
  public func separation(to other: SkyPosition) -> Double {
    let (a, b) = (unitVector, other.unitVector)
    return Self.arcseconds(chord: (a - b).length)
  }

  /// The point of the unit sphere in this direction.
  package var unitVector: SIMD3<Double> {
    let (alpha, delta) = (ra * .pi / 180, dec * .pi / 180)
    return SIMD3(cos(delta) * cos(alpha), cos(delta) * sin(alpha), sin(delta))
  }

  /// The angle that a straight line between two points of the unit sphere spans.
  static func arcseconds(chord: Double) -> Double {
    2 * asin(min(1, chord / 2)) * 648_000 / .pi
  }

  /// The straight line between two points of the unit sphere that far apart.
  static func chord(arcseconds: Double) -> Double {
    2 * sin(min(arcseconds * .pi / 648_000, .pi) / 2)
  }
}

extension SIMD3<Double> {
  fileprivate var length: Double { (self * self).sum().squareRoot() }
}
