internal import Foundation
package import Tensors

/// What a map of classes costs: a weighted cross-entropy plus the soft Dice loss (Milletari et al. 2016,
/// arXiv:1606.04797), halves of the whole each.
///
/// With p the probability and g the label (1 or 0) of a class at a pixel, sums over all pixels of the batch
/// that have a label:
/// cross-entropy: Σ w(label)·(−ln p(label)) / Σ w(label);
/// Dice: the mean over the classes of 1 − (2·Σ p·g + 1) / (Σ p + Σ g + 1).
/// Pixels without a label count nowhere. The sums are taken image by image, so that they are the same
/// bits on any number of workers.
package struct SegmentationLoss: Sendable {
  /// The label of a pixel that has none.
  package static let none: UInt8 = 255
  package let weights: [Float]

  package init(classWeights: [Float]) {
    weights = classWeights
  }

  private struct Sums {
    var (entropy, mass) = (0.0, 0.0)
    var overlap, predicted, labelled: [Double]

    init(_ classes: Int) {
      overlap = [Double](repeating: 0, count: classes)
      (predicted, labelled) = (overlap, overlap)
    }
  }

  /// The loss, and its gradient with respect to the logits in their place.
  ///
  /// - Parameters:
  ///   - logits: `[image, y, x, class]`; become the gradient.
  ///   - labels: of every pixel, `[image, y, x]`: a class or `none`.
  package func gradient(
    of logits: inout Tensor, labels: [UInt8], workers: Workers
  ) -> Double {
    let classes = weights.count
    let (images, area) = (logits.shape[0], labels.count / max(1, logits.shape[0]))
    precondition(logits.count == labels.count * classes, "labels of other images")
    let sums = probabilities(of: &logits, labels, images: images, area: area, workers)
    let (entropy, mass) = sums.reduce((0.0, 0.0)) { ($0.0 + $1.entropy, $0.1 + $1.mass) }
    func total(_ part: (Sums) -> [Double]) -> [Double] {
      sums.reduce([Double](repeating: 0, count: classes)) { zip($0, part($1)).map { $0 + $1 } }
    }
    let (overlap, both) = (
      total(\.overlap), zip(total(\.predicted), total(\.labelled)).map { $0 + $1 + 1 }
    )
    let dice = zip(overlap, both).reduce(0.0) { $0 + 1 - (2 * $1.0 + 1) / $1.1 } / Double(classes)
    // The derivative of the Dice loss with respect to p: of pixels of the class, and of the others.
    let others = zip(overlap, both).map { Float((2 * $0 + 1) / ($1 * $1) / Double(classes)) }
    let own = both.map { Float(2 / $0 / Double(classes)) }
    let rate = mass > 0 ? Float(1 / mass) : 0
    logits.withUnsafeMutableValues { values in
      nonisolated(unsafe) let values = values
      workers.forEach(images) { image in
        for pixel in image * area..<(image + 1) * area {
          let row = pixel * classes
          guard labels[pixel] != Self.none else {
            for number in 0..<classes { values[row + number] = 0 }
            continue
          }
          let label = Int(labels[pixel])
          let scale = weights[label] * rate
          var mean: Float = 0
          for number in 0..<classes {
            mean += values[row + number] * (others[number] - (number == label ? own[number] : 0))
          }
          for number in 0..<classes {
            let p = values[row + number]
            let isOwn = number == label
            let pull = others[number] - (isOwn ? own[number] : 0) - mean
            values[row + number] = 0.5 * (scale * (p - (isOwn ? 1 : 0)) + p * pull)
          }
        }
      }
    }
    return 0.5 * ((mass > 0 ? entropy / mass : 0) + dice)
  }

  /// Logits become probabilities; the sums of every image.
  private func probabilities(
    of logits: inout Tensor, _ labels: [UInt8], images: Int, area: Int, _ workers: Workers
  ) -> [Sums] {
    let classes = weights.count
    var sums = [Sums](repeating: Sums(classes), count: images)
    logits.withUnsafeMutableValues { values in
      sums.withUnsafeMutableBufferPointer { sums in
        nonisolated(unsafe) let (values, sums) = (values, sums)
        workers.forEach(images) { image in
          var own = Sums(classes)
          for pixel in image * area..<(image + 1) * area where labels[pixel] != Self.none {
            let row = UnsafeMutableBufferPointer(
              rebasing: values[pixel * classes..<(pixel + 1) * classes])
            let label = Int(labels[pixel])
            own.entropy += Double(weights[label] * Self.softmax(row, entropyOf: label))
            own.mass += Double(weights[label])
            own.overlap[label] += Double(row[label])
            own.labelled[label] += 1
            for number in 0..<classes { own.predicted[number] += Double(row[number]) }
          }
          sums[image] = own
        }
      }
    }
    return sums
  }

  /// Logits become probabilities; −ln of that of a class, exact where it is far below what a Float holds.
  private static func softmax(
    _ row: UnsafeMutableBufferPointer<Float>, entropyOf label: Int
  ) -> Float {
    let largest = row.max() ?? 0
    let ownLogit = row[label]
    var sum: Float = 0
    for index in row.indices {
      row[index] = exp(row[index] - largest)
      sum += row[index]
    }
    for index in row.indices { row[index] /= sum }
    return log(sum) + largest - ownLogit
  }
}
