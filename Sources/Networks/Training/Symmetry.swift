internal import Tensors

/// One of the eight ways to lay a square onto itself.
///
/// Bit 0 mirrors left and right, bit 1 mirrors up and down, bit 2 then swaps the two axes; a quarter
/// turn is a swap and one mirror.
package struct Symmetry: Equatable, Sendable {
  package let number: Int

  /// - Parameter number: 0 to 7, 0 leaves everything where it is.
  package init(_ number: Int) {
    self.number = number
  }

  /// How many symmetries an image of `[height, width, channels]` has.
  package static func count(of shape: [Int]) -> Int { shape[0] == shape[1] ? 8 : 4 }

  /// Writes `source`, an image `[y, x, channel]` of the given shape, transformed to `target`.
  package func apply(
    to source: UnsafeBufferPointer<Float>, shape: [Int],
    writing target: UnsafeMutableBufferPointer<Float>
  ) {
    Images.turn(source, shape: shape, symmetry: number, into: target)
  }
}
