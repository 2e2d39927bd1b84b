internal import Foundation
internal import Tensors

/// A code with a spread: half of the numbers are means μ, half logarithms of variances, ln σ².
package struct GaussianCode {
  /// Units; `[image, 2·units]` numbers describe a batch.
  package let units: Int
  package let numbers: [Float]

  package init(_ numbers: [Float], units: Int) {
    (self.numbers, self.units) = (numbers, units)
  }

  package var images: Int { numbers.count / (2 * units) }

  private func mean(_ image: Int, _ unit: Int) -> Int { image * 2 * units + unit }
  private func spread(_ image: Int, _ unit: Int) -> Int { image * 2 * units + units + unit }

  /// ln σ² within bounds that keep σ² finite and its gradient alive.
  private func logVariance(_ index: Int) -> Double { min(max(Double(numbers[index]), -12), 12) }

  /// The mean over the images of KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (μ² + σ² − 1 − ln σ²).
  package var divergence: Double {
    var sum = 0.0
    for image in 0..<images {
      for unit in 0..<units {
        let (m, l) = (Double(numbers[mean(image, unit)]), logVariance(spread(image, unit)))
        sum += (m * m + exp(l) - 1 - l) / 2
      }
    }
    return sum / Double(images)
  }

  /// z = μ + σ·ε (the reparameterisation of Kingma & Welling 2014).
  package func samples(_ noise: [Float]) -> [Float] {
    (0..<images * units).map { index in
      let (image, unit) = (index / units, index % units)
      let sigma = exp(logVariance(spread(image, unit)) / 2)
      return numbers[mean(image, unit)] + Float(sigma) * noise[index]
    }
  }

  /// The gradient with respect to μ and ln σ² of a loss whose gradient with respect to z is
  /// `samples`, plus that of `weight` times the divergence.
  package func gradient(samples: [Float], noise: [Float], weight: Double) -> [Float] {
    var gradient = [Float](repeating: 0, count: numbers.count)
    let share = weight / Double(images)
    for index in samples.indices {
      let (image, unit) = (index / units, index % units)
      let (m, s) = (mean(image, unit), spread(image, unit))
      let l = logVariance(s)
      gradient[m] = samples[index] + Float(share * Double(numbers[m]))
      gradient[s] = Float(
        Double(samples[index] * noise[index]) * exp(l / 2) / 2 + share * (exp(l) - 1) / 2)
    }
    return gradient
  }
}
