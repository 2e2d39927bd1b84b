/// How the pixels of a training image are moved before a network sees them: laid onto themselves, then bent.
public struct Motion: Sendable {
  package var symmetry = Symmetry(0)
  package var warp: Warp?

  package init() {}

  /// An image that stays where it is.
  public static let none = Motion()
}
