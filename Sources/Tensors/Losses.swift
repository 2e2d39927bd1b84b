internal import CKernels

/// The sum of a loss over one image, and its gradient.
package struct LossSum: Sendable {
  package enum Kind: Sendable { case squaredError, binaryCrossEntropy, softmaxCrossEntropy }

  private let kind: Kind
  private let pixels: Int
  private let channels: Int

  package init(_ kind: Kind, pixels: Int, channels: Int) {
    (self.kind, self.pixels, self.channels) = (kind, pixels, channels)
  }

  /// Returns Σ loss and, where asked, writes rate·∂Σ/∂y. Weights: one a value, or with the softmax
  /// one a pixel.
  package func callAsFunction(
    _ y: UnsafePointer<Float>, target: UnsafePointer<Float>, weights: UnsafePointer<Float>?,
    rate: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    switch kind {
    case .squaredError:
      kernels.squaredError(y, target, weights, pixels * channels, rate, gradient)
    case .binaryCrossEntropy:
      kernels.binaryCrossEntropy(y, target, weights, pixels * channels, rate, gradient)
    case .softmaxCrossEntropy:
      kernels.softmaxCrossEntropy(y, target, weights, pixels, channels, rate, gradient)
    }
  }
}
