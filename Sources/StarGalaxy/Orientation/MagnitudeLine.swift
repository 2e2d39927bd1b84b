/// A straight line in magnitude.
public struct MagnitudeLine: Sendable, Codable, Equatable {
  /// Where the level is given.
  public let pivot: Double
  /// The value at the pivot.
  public let level: Double
  /// The change from one magnitude to the next.
  public let slope: Double

  public func value(at magnitude: Double) -> Double {
    level + slope * (magnitude - pivot)
  }
}
