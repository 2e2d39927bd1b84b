/// How a survey names its bands.
public struct BandRule: Sendable {
  /// The keywords that tell a unit's band, in this order.
  public let keywords: [String]
  /// The names in files and headers that stand for another name: "HSC-R2" is r.
  let names: [(pattern: NamePattern, band: String)]

  /// The band that a name stands for.
  public func band(_ name: String) -> String {
    names.first { $0.pattern.match(name) != nil }?.band ?? name
  }

  /// Whether the name is one that the survey tells.
  public func knows(_ name: String) -> Bool { names.contains { $0.pattern.match(name) != nil } }
}
