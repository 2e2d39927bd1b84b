internal import Tensors

/// Batch normalisation (Ioffe & Szegedy 2015, arXiv:1502.03167): every channel is shifted and
/// scaled to mean 0 and variance 1 over the batch, then to a learned scale and shift.
///
/// For inference it keeps running means and unbiased variances, of which every step replaces a
/// tenth.
final class Normalisation: @unchecked Sendable {
  let scale: Parameter, shift: Parameter
  /// Whether it goes by its running statistics in training too, and learns nothing.
  let isFixed: Bool
  var runningMean: NamedTensor, runningVariance: NamedTensor
  private let mean: Buffer, variance: Buffer
  private let sum: Buffer, product: Buffer
  private let epsilon = 1e-5
  private let renewal: Float = 0.1
  private var channels: Int { mean.count }

  init(name: String, channels: Int, isFixed: Bool = false) {
    self.isFixed = isFixed
    let ones = Tensor([Float](repeating: 1, count: channels), shape: [channels])
    scale = Parameter(name: "\(name).scale", values: ones, decays: false)
    shift = Parameter(name: "\(name).shift", values: Tensor(zeros: [channels]), decays: false)
    runningMean = NamedTensor(name: "\(name).mean", values: Tensor(zeros: [channels]))
    runningVariance = NamedTensor(name: "\(name).variance", values: ones)
    (mean, variance) = (Buffer(channels), Buffer(channels))
    (sum, product) = (Buffer(channels), Buffer(channels))
  }

  /// Takes over the running statistics found under their names.
  func restore(_ tensors: [String: Tensor]) {
    if let mean = tensors[runningMean.name] { runningMean.values = mean }
    if let variance = tensors[runningVariance.name] { runningVariance.values = variance }
  }

  // MARK: Forward

  func useRunningStatistics(in affine: Affine) {
    runningMean.values.withUnsafeValues { means in
      runningVariance.values.withUnsafeValues { variances in
        set(affine) { (Double(means[$0]), Double(variances[$0])) }
      }
    }
  }

  /// Mean and variance from the channels' sums and sums of squares.
  func takeMoments(_ sums: [Double], count: Int) {
    for channel in 0..<channels {
      let average = sums[channel] / Double(count)
      mean.values[channel] = Float(average)
      variance.values[channel] = Float(
        max(0, sums[channels + channel] / Double(count) - average * average))
      if !average.isFinite { variance.values[channel] = .nan }
    }
  }

  /// Mean and variance of the columns of a matrix.
  func takeMoments(of values: UnsafeMutablePointer<Float>, rows: Int, workers: Workers) {
    nonisolated(unsafe) let values = values
    forEachBlock(rows: rows, workers) { [self] columns in
      columns.moments(of: values, mean: mean.values, variance: variance.values)
    }
  }

  func useBatchStatistics(in affine: Affine, count: Int) {
    set(affine) { (Double(mean.values[$0]), Double(variance.values[$0])) }
    let unbiased = count > 1 ? Float(count) / Float(count - 1) : 1
    runningMean.values.withUnsafeMutableValues { running in
      for channel in 0..<channels {
        let old = running[channel]
        running[channel] = old + renewal * (mean.values[channel] - old)
      }
    }
    runningVariance.values.withUnsafeMutableValues { running in
      for channel in 0..<channels {
        let old = running[channel]
        running[channel] = old + renewal * (variance.values[channel] * unbiased - old)
      }
    }
  }

  private func set(_ affine: Affine, _ moments: (Int) -> (mean: Double, variance: Double)) {
    scale.values.withUnsafeValues { scale in
      shift.values.withUnsafeValues { shift in
        for channel in 0..<channels {
          let (mean, variance) = moments(channel)
          let factor = Double(scale[channel]) / (variance + epsilon).squareRoot()
          affine.scale.values[channel] = Float(factor)
          affine.shift.values[channel] = Float(Double(shift[channel]) - mean * factor)
        }
      }
    }
  }

  // MARK: Backward

  /// Of fixed statistics the gradient is only scaled.
  func useFixedGradient(in affine: Affine) {
    for channel in 0..<channels {
      affine.k0.values[channel] = affine.scale.values[channel]
      (affine.k1.values[channel], affine.k2.values[channel]) = (0, 0)
    }
  }

  /// From Σ g and Σ g·y of every channel.
  func takeGradient(_ sums: [Double], in affine: Affine, count: Int) {
    setGradient(affine, count: count) { channel in
      (
        sums[channel],
        sums[channels + channel] - Double(mean.values[channel]) * sums[channel]
      )
    }
  }

  /// From the columns of the matrices of gradients and values.
  func takeGradient(
    _ gradient: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Float>,
    activation: Activation, in affine: Affine, rows: Int, workers: Workers
  ) {
    nonisolated(unsafe) let (gradient, values) = (gradient, values)
    forEachBlock(rows: rows, workers) { [self] columns in
      columns.gradientSums(
        gradient, values, activation: activation, scale: affine.scale.values,
        shift: affine.shift.values, mean: mean.values, sum: sum.values, product: product.values)
    }
    setGradient(affine, count: rows) { (Double(sum.values[$0]), Double(product.values[$0])) }
  }

  /// `sums`: Σ g and Σ g·(y − mean).
  private func setGradient(
    _ affine: Affine, count: Int, _ sums: (Int) -> (g: Double, product: Double)
  ) {
    scale.gradient.withUnsafeMutableValues { scaleGradient in
      shift.gradient.withUnsafeMutableValues { shiftGradient in
        for channel in 0..<channels {
          let (g, product) = sums(channel)
          let inverse = 1 / (Double(variance.values[channel]) + epsilon).squareRoot()
          let k0 = Double(affine.scale.values[channel])
          let k1 = -k0 * inverse * inverse * product / Double(count)
          scaleGradient[channel] = Float(product * inverse)
          shiftGradient[channel] = Float(g)
          affine.k0.values[channel] = Float(k0)
          affine.k1.values[channel] = Float(k1)
          affine.k2.values[channel] = Float(
            -k0 * g / Double(count) - k1 * Double(mean.values[channel]))
        }
      }
    }
  }

  /// Columns are dealt out in blocks of a fixed width.
  private func forEachBlock(
    rows: Int, _ workers: Workers, _ body: @Sendable (Columns) -> Void
  ) {
    let width = 256
    let channels = self.channels
    workers.forEach((channels + width - 1) / width) { block in
      let range = (block * width)..<min(channels, (block + 1) * width)
      body(Columns(range, rows: rows, stride: channels))
    }
  }
}
