internal import Tensors

/// What a batch normalisation does outside training: factor · x + summand for every channel.
struct FixedNormalisation {
  let factor: [Float]
  let summand: [Float]

  init(scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor) {
    let (scale, shift) = (scale.values, shift.values)
    let (mean, variance) = (mean.values, variance.values)
    let factor = scale.indices.map {
      Double(scale[$0]) / (Double(variance[$0]) + 1e-5).squareRoot()
    }
    self.factor = factor.map { Float($0) }
    summand = scale.indices.map { Float(Double(shift[$0]) - Double(mean[$0]) * factor[$0]) }
  }
}
