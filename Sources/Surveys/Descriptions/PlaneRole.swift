/// What the numbers of a plane are.
public enum PlaneRole: Sendable, Hashable {
  /// Light.
  case image
  /// How sure the light is.
  case weight(Uncertainty)
  /// Bits that say what is wrong with a pixel.
  case mask
  /// Anything else: a model, χ², exposure numbers, depths, a point spread.
  case notLight

  /// How a plane states the uncertainty of pixels.
  public enum Uncertainty: String, Sendable, Hashable, CaseIterable {
    case inverseVariance = "inverse variance"
    case sigma
    case variance
    /// Proportional to 1/σ², in no known unit: exposure times, SExtractor's MAP_WEIGHT. It is brought to 1/σ² by the
    /// noise of the sky.
    case weight
  }

  /// As survey files and `ingest --explain` call it.
  public var name: String {
    switch self {
    case .image: "light"
    case .weight(let uncertainty): uncertainty.rawValue
    case .mask: "mask"
    case .notLight: "not light"
    }
  }

  public init?(named name: String) {
    let all: [PlaneRole] = [.image, .mask, .notLight] + Uncertainty.allCases.map(PlaneRole.weight)
    guard let role = all.first(where: { $0.name == name }) else { return nil }
    self = role
  }

  static let names = ["light", "mask", "not light"] + Uncertainty.allCases.map(\.rawValue)
}
