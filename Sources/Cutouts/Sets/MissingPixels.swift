/// Which pixels of a cutout were never seen: filled in, or no number. A measured pixel of just the value that missing
/// ones are filled with is as good as never seen.
package struct MissingPixels: Sendable {
  /// What pixels beyond the frame's edge are filled with; nil where the cutout has none.
  let fill: Float?

  package func contains(_ pixel: Float) -> Bool { !pixel.isFinite || pixel == fill }
}
