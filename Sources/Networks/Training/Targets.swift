public import Tensors

/// What a classifier is to make of every image of a data set, kept beside it: a row of probabilities
/// for each image, and how much the image counts.
///
/// A data set hands out pixels only; whoever has targets gives them to the training explicitly.
public struct Targets: Sendable {
  /// `[image, class]`; with the softmax cross-entropy every row adds up to one.
  public let values: Tensor
  /// One a image; nil where all count alike.
  public let weights: [Float]?

  public init(_ values: Tensor, weights: [Float]? = nil) {
    precondition(values.shape.count == 2, "targets are [image, class], not \(values.shape)")
    precondition(
      weights.map { $0.count == values.shape[0] } ?? true,
      "\(weights?.count ?? 0) weights for \(values.shape[0]) images")
    (self.values, self.weights) = (values, weights)
  }

  /// One for the class of each image and zero for the others; images of no class (nil) get even
  /// shares and do not count.
  ///
  /// - Parameter smoothing: the part of every one that is spread evenly over all classes, so that a
  ///   network need not be ever surer (Szegedy et al. 2016, arXiv:1512.00567).
  public init(classes: [Int?], of count: Int, smoothing: Float = 0) {
    let values = Tensor(uninitialized: [classes.count, count]) { values in
      for (row, number) in classes.enumerated() {
        for column in 0..<count {
          values[row * count + column] =
            number.map { ($0 == column ? 1 - smoothing : 0) + smoothing / Float(count) }
            ?? 1 / Float(count)
        }
      }
    }
    let known = classes.map { $0 == nil ? Float(0) : 1 }
    self.init(values, weights: known.contains(0) ? known : nil)
  }

  public var count: Int { values.shape[0] }

  /// The targets of some images, `[image, class]`.
  package func rows(_ images: [Int]) -> Tensor {
    let classes = values.shape[1]
    return Tensor(uninitialized: [images.count, classes]) { rows in
      values.withUnsafeValues { values in
        for (row, image) in images.enumerated() {
          for column in 0..<classes {
            rows[row * classes + column] = values[image * classes + column]
          }
        }
      }
    }
  }

  /// The weights of some images, `[image]`.
  public func weights(_ images: [Int]) -> Tensor? {
    weights.map { weights in Tensor(images.map { weights[$0] }, shape: [images.count]) }
  }
}
