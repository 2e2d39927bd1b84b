/// Which rule turns gradients into better weights.
public enum UpdateRule: String, Codable, Sendable, CaseIterable {
  /// Adam, without weight decay.
  case adam
  /// Adam with decoupled weight decay, 0.01 unless told.
  case adamW = "adamw"
  /// Gradient descent with a momentum of 0.9, and weight decay if told.
  case sgd

  func optimiser(weightDecay: Float?) -> any Optimiser {
    switch self {
    case .adam: Adam()
    case .adamW: Adam(weightDecay: weightDecay ?? 0.01)
    case .sgd: GradientDescent(weightDecay: weightDecay ?? 0)
    }
  }
}
