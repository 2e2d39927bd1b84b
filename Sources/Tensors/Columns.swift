internal import CKernels

/// Some columns of a matrix whose rows are images and whose columns are units.
package struct Columns: Sendable {
  private let range: Range<Int>
  private let rows: Int
  private let stride: Int

  package init(_ range: Range<Int>, rows: Int, stride: Int) {
    (self.range, self.rows, self.stride) = (range, rows, stride)
  }

  /// Writes mean and biased variance of every column, at the column's place.
  package func moments(
    of y: UnsafePointer<Float>, mean: UnsafeMutablePointer<Float>,
    variance: UnsafeMutablePointer<Float>
  ) {
    let first = range.lowerBound
    kernels.columnMoments(y + first, rows, range.count, stride, mean + first, variance + first)
  }

  /// Writes Σ g and Σ g·(y − mean) of every column, g being the gradient before the activation.
  package func gradientSums(
    _ da: UnsafePointer<Float>, _ y: UnsafePointer<Float>, activation: Activation,
    scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, mean: UnsafePointer<Float>,
    sum: UnsafeMutablePointer<Float>, product: UnsafeMutablePointer<Float>
  ) {
    let first = range.lowerBound
    let (slope, curve) = activation.description
    kernels.columnGradientSums(
      da + first, y + first, rows, range.count, stride, slope, curve, scale + first,
      shift + first, mean + first, sum + first, product + first)
  }
}
