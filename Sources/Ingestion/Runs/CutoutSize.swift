internal import Foundation
internal import Tensors

/// Whether cutouts are as large as the point spread asks for.
package enum CutoutSize {
  /// The side that does best, in pixels: 19.5 widths of a point, which is 64 pixels of SDSS in its usual seeing;
  /// a multiple of eight from 32 to 512.
  package static func advised(width: Double) -> Int {
    min(512, max(32, 8 * Int(bounded: (19.5 * width / 8).rounded())))
  }

  /// What is to be said of a side; nil where it is from 0.45 to 2.2 times the best.
  ///
  /// - Parameter width: of a point, full width at half maximum in pixels.
  package static func warning(size: Int, width: Double, field: String) -> IngestWarning? {
    let best = advised(width: width)
    let share = Double(size) / Double(best)
    guard share < 0.45 || share > 2.2 else { return nil }
    let text = String(format: "%.1f", width)
    return IngestWarning(
      text:
        "a point is \(text) pixels wide in field \(field): cutouts of \(size)×\(size) pixels are "
        + "\(share < 1 ? "small" : "large") for that; about 20 widths do best, --size \(best)")
  }
}
