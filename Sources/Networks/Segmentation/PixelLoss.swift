package import Tensors

/// What a network of classes of pixels is asked to make small: the weighted mean cross-entropy of the
/// labelled pixels, and with it the soft Dice loss of the classes (Milletari et al. 2016,
/// arXiv:1606.04797), with p the probabilities and t one for the label:
///
///     cross-entropy  −Σ w(t) ln p(t) / Σ w(t)
///     Dice           Σ w(c) [1 − (2 Σ p t + 1) / (Σ p + Σ t + 1)] / Σ w(c)    over the labelled pixels of a batch
///
/// Classes without a pixel in the batch do not count in Dice. Pixels without a label (255) count
/// nowhere; a batch of them has the loss 0 and no gradient.
public struct PixelLoss: Codable, Sendable, Equatable {
  /// How much Dice counts beside the cross-entropy, 0 or more.
  public var dice: Double
  /// How much a pixel of each class counts; all alike where empty.
  public var weights: [Double]

  /// No label.
  public static let unlabelled: UInt8 = 255

  public init(dice: Double = 1, weights: [Double] = []) {
    (self.dice, self.weights) = (dice, weights)
  }

  func check(classes: Int) throws(NetworkError) {
    guard dice >= 0, dice.isFinite else {
      throw NetworkError("the Dice loss cannot count \(dice): give 0 or a positive number")
    }
    guard weights.isEmpty || weights.count == classes else {
      throw NetworkError("\(weights.count) weights do not fit \(classes) classes")
    }
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw NetworkError("the weights of classes \(weights) must be 0 or positive numbers")
    }
  }

  /// The loss of a batch, and its gradient with respect to the logits where that is asked for.
  ///
  /// - Parameters:
  ///   - logits: `[image, y, x, class]`.
  ///   - labels: `[image, y, x]`: class numbers, or 255.
  /// - Returns: a loss that is not finite where a labelled pixel's logits are not.
  package func callAsFunction(
    _ logits: Tensor, labels: Tensor, wantsGradient: Bool, workers: Workers
  ) -> (loss: Double, gradient: Tensor?) {
    let (shape, classes) = (logits.shape, logits.shape[3])
    let weights = weights.isEmpty ? [Double](repeating: 1, count: classes) : weights
    let pieces = LabelledPieces(pixels: logits.count / classes, classes: classes, weights: weights)
    var gradient: Tensor?
    let sums = labels.withUnsafeValues { labels in
      logits.withUnsafeValues { logits in
        guard wantsGradient else { return pieces.sums(logits, labels, keptIn: nil, workers) }
        var sums = PixelClasses.Sums(classes: classes)
        gradient = Tensor(uninitialized: shape) { values in
          sums = pieces.sums(logits, labels, keptIn: values, workers)
          pieces.makeGradient(of: values, labels, sums, dice: dice, workers)
        }
        return sums
      }
    }
    return (sums.loss(dice: dice, weights: weights), gradient)
  }
}

extension PixelClasses.Sums {
  fileprivate func loss(dice: Double, weights: [Double]) -> Double {
    let shares = shares(of: weights)
    return (mass == 0 ? 0 : entropy / mass)
      + dice
      * shares.indices.reduce(0) { sum, index in
        guard shares[index] > 0 else { return sum }
        return sum
          + shares[index] * (1 - (2 * both[index] + 1) / (found[index] + given[index] + 1))
      }
  }

  /// The weight of every class that is there, as a share of all.
  fileprivate func shares(of weights: [Double]) -> [Double] {
    let present = weights.indices.map { given[$0] > 0 ? weights[$0] : 0 }
    let total = present.reduce(0, +)
    return present.map { total == 0 ? 0 : $0 / total }
  }
}

/// A batch's pixels in pieces whose number does not depend on the threads, and whose sums are added in their order.
private struct LabelledPieces {
  let pixels: Int, classes: Int
  let weights: [Double]

  private static let count = 16

  /// - Parameter kept: where the probabilities of labelled pixels are left, `[pixel, class]`.
  func sums(
    _ logits: UnsafeBufferPointer<Float>, _ labels: UnsafeBufferPointer<Float>,
    keptIn kept: UnsafeMutableBufferPointer<Float>?, _ workers: Workers
  ) -> PixelClasses.Sums {
    nonisolated(unsafe) let (logits, labels, kept) = (logits, labels, kept)
    let parts = workers.map(Self.count) { piece in
      let own = part(piece, of: Self.count, count: pixels)
      let values = own.lowerBound * classes..<own.upperBound * classes
      return PixelClasses(classes).sums(
        UnsafeBufferPointer(rebasing: logits[values]),
        labels: UnsafeBufferPointer(rebasing: labels[own]), weights: weights,
        keepingProbabilitiesIn: kept.map { UnsafeMutableBufferPointer(rebasing: $0[values]) })
    }
    return parts.reduce(into: PixelClasses.Sums(classes: classes)) { $0 += $1 }
  }

  /// Turns the probabilities that `sums` left into the gradient with respect to the logits.
  func makeGradient(
    of values: UnsafeMutableBufferPointer<Float>, _ labels: UnsafeBufferPointer<Float>,
    _ sums: PixelClasses.Sums, dice: Double, _ workers: Workers
  ) {
    let rates = weights.map { Float(sums.mass == 0 ? 0 : $0 / sums.mass) }
    // ∂Dice/∂p is one number where a pixel has the class and another where not.
    let shares = sums.shares(of: weights)
    let slopes = (0..<classes).map { index -> (own: Double, other: Double) in
      let all = sums.found[index] + sums.given[index] + 1
      let other = dice * shares[index] * (2 * sums.both[index] + 1) / (all * all)
      return (other - dice * shares[index] * 2 / all, other)
    }
    let (own, other) = (slopes.map { Float($0.own) }, slopes.map { Float($0.other) })
    nonisolated(unsafe) let (values, labels) = (values, labels)
    workers.forEach(Self.count) { piece in
      let pixels = part(piece, of: Self.count, count: self.pixels)
      PixelClasses(classes).makeGradient(
        of: UnsafeMutableBufferPointer(
          rebasing: values[pixels.lowerBound * classes..<pixels.upperBound * classes]),
        labels: UnsafeBufferPointer(rebasing: labels[pixels]), rates: rates, own: own, other: other)
    }
  }
}
