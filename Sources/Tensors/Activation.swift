internal import CKernels

/// The function after a layer's sum, applied to every value by itself.
package enum Activation: Sendable, Equatable {
  case identity
  /// v for v > 0, slope·v otherwise; a slope of zero is ReLU.
  case rectifier(slope: Float)
  case sigmoid
  case tanh
}

extension Activation {
  /// How the kernels are told: the slope below zero and the curve, if it is one.
  var description: (slope: Float, curve: Int32) {
    switch self {
    case .identity: (1, Int32(CKNoCurve))
    case .rectifier(let slope): (slope, Int32(CKNoCurve))
    case .sigmoid: (1, Int32(CKSigmoid))
    case .tanh: (1, Int32(CKTanh))
    }
  }
}
