package import Tensors

/// What tells the class of every pixel of an image.
package protocol PixelClassifier {
  /// The names of the classes; the first is what is nothing.
  var classes: [String] { get }
  /// What the sides of an image must be multiples of.
  var sizeMultiple: Int { get }
  /// Of stretched images `[n, y, x, band]` the probabilities `[n, y, x, class]`, which add up to 1.
  func probabilities(of images: Tensor) throws -> Tensor
}
