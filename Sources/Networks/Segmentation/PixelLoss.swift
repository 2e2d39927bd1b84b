internal import Foundation
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
    let classes = logits.shape[3]
    let pixels = logits.count / classes
    let weights = weights.isEmpty ? [Double](repeating: 1, count: classes) : weights
    var gradient = wantsGradient ? Tensor(zeros: logits.shape) : nil
    var loss = 0.0
    labels.withUnsafeValues { labels in
      logits.withUnsafeValues { logits in
        let batch = PixelBatch(
          logits: logits, labels: labels, classes: classes, pixels: pixels, weights: weights)
        gradient?.withUnsafeMutableValues {
          let sums = batch.sums(keepingProbabilitiesIn: $0, workers)
          batch.makeGradient(of: $0, sums, dice: dice, workers)
          loss = sums.loss(dice: dice, weights: weights)
        }
        if !wantsGradient {
          loss = batch.sums(keepingProbabilitiesIn: nil, workers).loss(dice: dice, weights: weights)
        }
      }
    }
    return (loss, gradient)
  }
}

/// Sums over the labelled pixels.
private struct PixelSums {
  var mass = 0.0, entropy = 0.0
  /// Σ p t, Σ p and Σ t of every class.
  var both: [Double], found: [Double], given: [Double]

  init(classes: Int) {
    both = [Double](repeating: 0, count: classes)
    (found, given) = (both, both)
  }

  static func += (left: inout PixelSums, right: PixelSums) {
    left.mass += right.mass
    left.entropy += right.entropy
    for index in left.both.indices {
      left.both[index] += right.both[index]
      left.found[index] += right.found[index]
      left.given[index] += right.given[index]
    }
  }

  func loss(dice: Double, weights: [Double]) -> Double {
    let entropy = mass == 0 ? 0 : self.entropy / mass
    let shares = shares(of: weights)
    return entropy
      + dice
      * shares.indices.reduce(0) { sum, index in
        guard shares[index] > 0 else { return sum }
        return sum
          + shares[index] * (1 - (2 * both[index] + 1) / (found[index] + given[index] + 1))
      }
  }

  /// The weight of every class that is there, as a share of all.
  func shares(of weights: [Double]) -> [Double] {
    let present = weights.indices.map { given[$0] > 0 ? weights[$0] : 0 }
    let total = present.reduce(0, +)
    return present.map { total == 0 ? 0 : $0 / total }
  }
}

/// The logits and labels of a batch's pixels.
private struct PixelBatch: @unchecked Sendable {
  let logits: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>
  let classes: Int, pixels: Int
  let weights: [Double]

  /// Pieces whose number does not depend on the threads, and whose sums are added in their order.
  private static let pieces = 16

  /// - Parameter kept: where the probabilities of labelled pixels are left, `[pixel, class]`.
  func sums(
    keepingProbabilitiesIn kept: UnsafeMutableBufferPointer<Float>?, _ workers: Workers
  ) -> PixelSums {
    nonisolated(unsafe) let kept = kept
    let parts = workers.map(Self.pieces) { piece in
      var sums = PixelSums(classes: classes)
      withUnsafeTemporaryAllocation(of: Float.self, capacity: classes) { own in
        own.initialize(repeating: 0)
        forEachLabelled(in: piece) { pixel, label in
          let values =
            kept.map {
              UnsafeMutableBufferPointer(rebasing: $0[pixel * classes..<(pixel + 1) * classes])
            } ?? own
          let surprise = softmax(of: pixel, label, into: values)
          sums.mass += weights[label]
          // Weight nought times an infinite surprise is nought.
          if weights[label] > 0 { sums.entropy += weights[label] * surprise }
          for index in 0..<classes { sums.found[index] += Double(values[index]) }
          sums.both[label] += Double(values[label])
          sums.given[label] += 1
        }
      }
      return sums
    }
    return parts.reduce(into: PixelSums(classes: classes)) { $0 += $1 }
  }

  /// Turns the probabilities that `sums` left into the gradient with respect to the logits.
  func makeGradient(
    of values: UnsafeMutableBufferPointer<Float>, _ sums: PixelSums, dice: Double,
    _ workers: Workers
  ) {
    let shares = sums.shares(of: weights)
    // ∂Dice/∂p is one number where a pixel has the class and another where not.
    let slopes = (0..<classes).map { index -> (own: Double, other: Double) in
      let all = sums.found[index] + sums.given[index] + 1
      let other = dice * shares[index] * (2 * sums.both[index] + 1) / (all * all)
      return (other - dice * shares[index] * 2 / all, other)
    }
    nonisolated(unsafe) let values = values
    workers.forEach(Self.pieces) { piece in
      forEachLabelled(in: piece) { pixel, label in
        let rate = sums.mass == 0 ? 0 : weights[label] / sums.mass
        let start = pixel * classes
        var mean = 0.0
        for index in 0..<classes {
          mean +=
            Double(values[start + index])
            * (index == label ? slopes[index].own : slopes[index].other)
        }
        for index in 0..<classes {
          let own = index == label
          let value = Double(values[start + index])
          values[start + index] = Float(
            rate * (value - (own ? 1 : 0))
              + value * ((own ? slopes[index].own : slopes[index].other) - mean))
        }
      }
    }
  }

  /// Writes a pixel's probabilities, and returns −ln of that of its label.
  private func softmax(
    of pixel: Int, _ label: Int, into values: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let start = pixel * classes
    var largest = logits[start]
    for index in 1..<classes { largest = max(largest, logits[start + index]) }
    var sum: Float = 0
    for index in 0..<classes {
      values[index] = exp(logits[start + index] - largest)
      sum += values[index]
    }
    for index in 0..<classes { values[index] /= sum }
    return log(Double(sum)) - Double(logits[start + label] - largest)
  }

  private func forEachLabelled(in piece: Int, _ body: (_ pixel: Int, _ label: Int) -> Void) {
    for pixel in part(piece, of: Self.pieces, count: pixels) {
      guard let label = Int(exactly: labels[pixel]), (0..<classes).contains(label) else { continue }
      body(pixel, label)
    }
  }
}
