internal import Foundation
package import Planes
internal import Tensors

/// Where a cutout lies in a frame: the pixels nearest to a position.
///
/// The window of an even size n around x begins at column ⌈x − n/2⌉, which is the rule of
/// `astropy.nddata.Cutout2D`: the position lies at column n/2 + offset of the cutout, where the
/// offset is in −1 < offset ≤ 0, so that on average it is the centre (n − 1)/2 of the cutout.
public struct CutoutWindow: Sendable, Equatable {
  public let size: Int
  /// The frame's column and row of the window's first pixel; negative where it leaves the frame.
  public let column: Int
  public let row: Int
  /// How far the position lies from the centre of the cutout's pixel (n/2, n/2), in pixels.
  public let offsetX: Float
  public let offsetY: Float

  /// The window around a 0-based position; nil where the position is not finite or far outside of
  /// any frame.
  public init?(size: Int, x: Double, y: Double) {
    guard abs(x) < 1e9, abs(y) < 1e9 else { return nil }
    let half = Double(size) / 2
    self.size = size
    column = Int(bounded: (x - half).rounded(.up))
    row = Int(bounded: (y - half).rounded(.up))
    offsetX = Float(x - Double(column + size / 2))
    offsetY = Float(y - Double(row + size / 2))
  }

  /// How many of the window's pixels lie outside of a plane, and how many inside are missing.
  package func losses(in plane: PixelPlane) -> (outside: Int, missing: Int) {
    let (columns, rows) = overlap(with: plane)
    let outside = size * size - columns.count * rows.count
    guard let mask = plane.missing else { return (outside, 0) }
    let missing = rows.reduce(0) { count, y in
      let line = mask[y * plane.width..<(y + 1) * plane.width]
      return columns.reduce(count) { $0 + Int(clamping: line[line.startIndex + $1]) }
    }
    return (outside, missing)
  }

  /// Copies the window out of a plane into `[y, x]`; what is missing becomes `fill`.
  package func copy(
    from plane: PixelPlane, fill: Float = 0, to target: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(target.count == size * size, "a cutout of \(size)×\(size) pixels")
    let (columns, rows) = overlap(with: plane)
    if columns.count * rows.count < size * size { target.update(repeating: fill) }
    guard !columns.isEmpty else { return }
    plane.pixels.withUnsafeBufferPointer { source in
      for y in rows {
        let line = y * plane.width
        let start = (y - row) * size + columns.lowerBound - column
        let part = UnsafeMutableBufferPointer(rebasing: target[start..<start + columns.count])
        _ = part.update(
          fromContentsOf: source[line + columns.lowerBound..<line + columns.upperBound])
        guard plane.missing != nil else { continue }
        for index in part.indices where !part[index].isFinite { part[index] = fill }
      }
    }
  }

  /// The columns and rows of the plane that the window covers.
  private func overlap(with plane: PixelPlane) -> (columns: Range<Int>, rows: Range<Int>) {
    func overlap(_ start: Int, _ length: Int) -> Range<Int> {
      let first = min(max(start, 0), length)
      return first..<max(first, min(start + size, length))
    }
    return (overlap(column, plane.width), overlap(row, plane.height))
  }
}
