internal import Planes

/// What is known to make a source look unusual, so that the truly odd are told from what cameras and edges do.
package enum Oddity: String, CaseIterable, Sendable {
  case cosmicRay = "cosmic ray or bad pixel"
  case edge = "edge of the frame"
  case missing = "missing pixels"
  case saturated = "saturated"
  case blend = "blend"
  /// Nothing that is known.
  case odd

  /// - Parameters:
  ///   - bits: FLAGS of a cutout.
  ///   - isSharp: whether it is sharper than any star.
  ///   - isSaturated: whether it is a star that is saturated in some bands.
  package init(flags bits: Int32, isSharp: Bool, isSaturated: Bool) {
    let flags = CutoutFlags(rawValue: bits)
    self =
      if isSharp {
        .cosmicRay
      } else if !flags.isDisjoint(with: [.truncated, .outsideFrame]) {
        .edge
      } else if isSaturated || flags.contains(.saturated) {
        .saturated
      } else if !flags.isDisjoint(with: [.missingPixels, .masked, .degenerate]) {
        .missing
      } else if flags.contains(.blended) {
        .blend
      } else {
        .odd
      }
  }
}
