internal import Foundation
internal import Tensors

/// Weights, means and covariances of a Gaussian mixture, ready to be evaluated.
struct MixtureParameters: Sendable {
  let shape: GaussianMixture.Covariance
  let width: Int
  let weights: [Double]
  /// `[component, feature]`, relative to the mean of all sources.
  let means: [Double]
  /// Full: `[component, feature, feature]`. Diagonal: `[component, feature]`.
  let covariances: [Double]
  /// Full: `[component, feature, feature]`, L⁻¹. Diagonal: `[component, feature]`, 1/σ.
  private let whitenings: [Double]
  /// L⁻¹ times the mean, or the mean over σ: `[component, feature]`.
  private let whitenedMeans: [Double]
  /// log weight − ½ (log determinant + d log 2π).
  private let offsets: [Double]

  var components: Int { weights.count }

  /// The maximisation step; `floor` is added to every variance.
  init(
    _ statistics: MixtureStatistics, _ shape: GaussianMixture.Covariance, _ width: Int,
    floor: Double
  ) throws(ClustersError) {
    let counts = statistics.counts.map { $0 + 1e-10 }
    let total = counts.reduce(0, +)
    (self.shape, self.width) = (shape, width)
    weights = counts.map { $0 / total }
    means = statistics.sums.indices.map { statistics.sums[$0] / counts[$0 / width] }
    var covariances: [Double] = []
    var (whitenings, whitenedMeans, offsets) = ([Double](), [Double](), [Double]())
    for component in counts.indices {
      let mean = Array(means[component * width..<(component + 1) * width])
      let constant = log(weights[component]) - 0.5 * Double(width) * log(2 * .pi)
      switch shape {
      case .diagonal:
        let variances = (0..<width).map { column in
          let square = statistics.squares[component * width + column] / counts[component]
          return max(0, square - mean[column] * mean[column]) + floor
        }
        covariances += variances
        whitenings += variances.map { 1 / $0.squareRoot() }
        whitenedMeans += (0..<width).map { mean[$0] / variances[$0].squareRoot() }
        offsets.append(constant - 0.5 * variances.reduce(0) { $0 + log($1) })
      case .full:
        let start = component * width * width
        let covariance = (0..<width * width).map { i in
          let (row, column) = (i / width, i % width)
          let upper = start + min(row, column) * width + max(row, column)
          return statistics.squares[upper] / counts[component] - mean[row] * mean[column]
            + (row == column ? floor : 0)
        }
        guard let whitening = Whitening(covariance: covariance, size: width) else {
          throw ClustersError(
            "cannot fit the Gaussian mixture: the covariance of component \(component) is not "
              + "positive definite; use fewer components, a larger regularisation or diagonal "
              + "covariances")
        }
        covariances += covariance
        whitenings += whitening.inverse
        whitenedMeans += (0..<width).map { row in
          (0...row).reduce(0) { $0 + whitening.inverse[row * width + $1] * mean[$1] }
        }
        offsets.append(constant - 0.5 * whitening.logDeterminant)
      }
    }
    (self.covariances, self.whitenings) = (covariances, whitenings)
    (self.whitenedMeans, self.offsets) = (whitenedMeans, offsets)
  }

  /// The sums over all sources under these parameters.
  func statistics(of x: CentredBlocks, _ workers: Workers) -> MixtureStatistics {
    MixtureStatistics.gather(x, components, shape, workers) {
      expect(rows: $0.count, into: $1, block: $2)
    }
  }

  /// The expectation step: writes responsibilities `[component, row]` and returns the sum of the
  /// rows' log-likelihoods, both by log-sum-exp.
  ///
  /// - Parameter eachAlone: whether a row's bits must not depend on the rows beside it, which takes longer.
  func expect(
    rows: Int, into out: UnsafeMutablePointer<Double>, block: UnsafePointer<Double>,
    eachAlone: Bool = false
  ) -> Double {
    let white = UnsafeMutablePointer<Double>.allocate(capacity: rows * width)
    defer { white.deallocate() }
    for component in 0..<components {
      whiten(block, rows, component, eachAlone: eachAlone, into: white)
      for row in 0..<rows {
        var square = 0.0
        for column in 0..<width {
          let value = white[row * width + column] - whitenedMeans[component * width + column]
          square += value * value
        }
        out[component * rows + row] = offsets[component] - 0.5 * square
      }
    }
    var likelihood = 0.0
    for row in 0..<rows {
      var largest = -Double.infinity
      for component in 0..<components { largest = max(largest, out[component * rows + row]) }
      var sum = 0.0
      for component in 0..<components {
        let below = out[component * rows + row] - largest
        // e⁻⁴⁰ is below the last bit of the sum.
        let share = below > -40 ? exp(below) : 0
        out[component * rows + row] = share
        sum += share
      }
      for component in 0..<components { out[component * rows + row] /= sum }
      likelihood += largest + log(sum)
    }
    return likelihood
  }

  private func whiten(
    _ block: UnsafePointer<Double>, _ rows: Int, _ component: Int, eachAlone: Bool,
    into white: UnsafeMutablePointer<Double>
  ) {
    whitenings.withUnsafeBufferPointer { whitenings in
      guard let whitenings = whitenings.baseAddress else { return }
      switch shape {
      case .full where eachAlone:
        RowProducts.timesTransposedTriangle(
          block, rows: rows, whitenings + component * width * width, size: width, into: white)
      case .full:
        MatrixProducts.timesTransposed(
          block, rows: rows, whitenings + component * width * width, columns: width,
          depth: width, into: white)
      case .diagonal:
        for row in 0..<rows {
          for column in 0..<width {
            white[row * width + column] =
              block[row * width + column] * whitenings[component * width + column]
          }
        }
      }
    }
  }
}
