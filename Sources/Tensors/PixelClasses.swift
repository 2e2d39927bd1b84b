internal import CKernels

/// Logits of the classes of pixels, `[pixel, class]`, beside labels, one a pixel: the numbers of classes, or anything
/// else for none.
package struct PixelClasses: Sendable {
  private let classes: Int

  /// What losses are made of: sums over the labelled pixels, with p the probabilities and t one for the label.
  package struct Sums: Sendable {
    /// Σ w(t) and −Σ w(t) ln p(t).
    package fileprivate(set) var mass = 0.0, entropy = 0.0
    /// Σ p t, Σ p and Σ t of every class.
    package fileprivate(set) var both: [Double], found: [Double], given: [Double]

    package init(classes: Int) {
      both = [Double](repeating: 0, count: classes)
      (found, given) = (both, both)
    }

    package static func += (left: inout Sums, right: Sums) {
      left.mass += right.mass
      left.entropy += right.entropy
      for index in left.both.indices {
        left.both[index] += right.both[index]
        left.found[index] += right.found[index]
        left.given[index] += right.given[index]
      }
    }
  }

  /// - Parameter classes: 2 to 255.
  package init(_ classes: Int) {
    precondition((2...255).contains(classes), "\(classes) classes of pixels")
    self.classes = classes
  }

  /// - Parameters:
  ///   - weights: how much a pixel of every class counts.
  ///   - kept: where the probabilities of labelled pixels are left, zeros for others; of the size of the logits.
  package func sums(
    _ logits: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>, weights: [Double],
    keepingProbabilitiesIn kept: UnsafeMutableBufferPointer<Float>?
  ) -> Sums {
    var sums = Sums(classes: classes)
    guard let first = logits.baseAddress, let label = labels.baseAddress else { return sums }
    precondition(logits.count == labels.count * classes && weights.count == classes)
    var values = [Double](repeating: 0, count: 2 + 3 * classes)
    kernels.sumClasses(
      first, label, labels.count, classes, weights, kept?.baseAddress, &values)
    (sums.mass, sums.entropy) = (values[0], values[1])
    sums.both = Array(values[2..<2 + classes])
    sums.found = Array(values[(2 + classes)..<(2 + 2 * classes)])
    sums.given = Array(values[(2 + 2 * classes)...])
    return sums
  }

  /// Turns the probabilities that `sums` left into the gradient with respect to the logits.
  ///
  /// - Parameters:
  ///   - rates: of every class what −ln p of its pixels is multiplied with.
  ///   - own: of every class the derivative of the rest with respect to its probability where a pixel is of it; `other`
  ///     where not.
  package func makeGradient(
    of values: UnsafeMutableBufferPointer<Float>, labels: UnsafeBufferPointer<Float>,
    rates: [Float], own: [Float], other: [Float]
  ) {
    guard let first = values.baseAddress, let label = labels.baseAddress else { return }
    precondition(values.count == labels.count * classes)
    precondition([rates, own, other].allSatisfy { $0.count == classes })
    kernels.classGradient(label, labels.count, classes, rates, own, other, first)
  }
}
