internal import CKernels

/// An image on which scale, shift and activation are still to be done: a = f(scale·y + shift).
package struct Pointwise: Sendable {
  private let description: CKPointwise
  private let isCopy: Bool
  package let isGradientCopy: Bool

  /// - Parameters:
  ///   - perValue: scale and shift hold a value for every number of the image, not every channel.
  ///   - isCopy: the activation is y itself.
  ///   - isGradientCopy: the gradients with respect to y and to the activation are the same.
  package init(
    height: Int, width: Int, channels: Int, perValue: Bool, activation: Activation,
    isCopy: Bool = false, isGradientCopy: Bool = false
  ) {
    let (slope, curve) = activation.description
    description = CKPointwise(
      rows: height, columns: width, channels: channels, step: perValue ? channels : 0,
      slope: slope, curve: curve)
    (self.isCopy, self.isGradientCopy) = (isCopy, isCopy || isGradientCopy)
  }

  /// Rows of the image, and values of each.
  package var rows: Int { description.rows }
  package var rowCount: Int { description.columns * description.channels }

  /// Writes the activation of y; the rows of `out` lie `outRow` floats apart.
  package func activate(
    _ y: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
    into out: UnsafeMutablePointer<Float>, outRow: Int
  ) {
    if isCopy { return copy(y, into: out, outRow: outRow) }
    withUnsafePointer(to: description) { kernels.activate($0, y, scale, shift, out, outRow) }
  }

  /// Adds Σ g and Σ g·y of every channel to `sums`, where g is the gradient before the activation.
  package func addGradientSums(
    _ da: UnsafePointer<Float>, _ y: UnsafePointer<Float>, scale: UnsafePointer<Float>,
    shift: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Double>
  ) {
    withUnsafePointer(to: description) { kernels.gradientSums($0, da, y, scale, shift, sums) }
  }

  /// Writes the gradient k0·g + k1·y + k2 with respect to y.
  package func unactivate(
    _ da: UnsafePointer<Float>, _ y: UnsafePointer<Float>, scale: UnsafePointer<Float>,
    shift: UnsafePointer<Float>, k0: UnsafePointer<Float>, k1: UnsafePointer<Float>,
    k2: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, outRow: Int
  ) {
    if isGradientCopy { return copy(da, into: out, outRow: outRow) }
    withUnsafePointer(to: description) { description in
      withUnsafePointer(to: (k0, k1, k2)) { k in
        k.withMemoryRebound(to: UnsafePointer<Float>?.self, capacity: 3) {
          kernels.unactivate(description, da, y, scale, shift, $0, out, outRow)
        }
      }
    }
  }

  private func copy(
    _ y: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, outRow: Int
  ) {
    let row = description.columns * description.channels
    for line in 0..<description.rows {
      let (from, to) = (y + line * row, out + line * outRow)
      // A few numbers are there before the call would be.
      if row > 16 {
        to.update(from: from, count: row)
      } else {
        for i in 0..<row { to[i] = from[i] }
      }
    }
  }
}

/// Adds Σ y and Σ y² of every channel to sums[0..<channels] and sums[channels..<2·channels].
package func addSums(
  of y: UnsafePointer<Float>, pixels: Int, channels: Int, to sums: UnsafeMutablePointer<Double>
) {
  kernels.sums(y, pixels, channels, sums)
}
