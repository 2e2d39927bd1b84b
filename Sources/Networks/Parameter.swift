public import Tensors

/// Some of a network's trainable weights and, after a step, the loss's gradient with respect to
/// them.
public final class Parameter {
  /// The layer's place and the role of the weights: "encoder.0.weights".
  public let name: String
  public var values: Tensor
  public var gradient: Tensor
  /// Whether weight decay shrinks them: not biases, nor the scales of batch normalisations.
  public let decays: Bool
  /// How fast they learn, as a share of the learning rate.
  public var pace: Float = 1

  public init(name: String, values: Tensor, decays: Bool) {
    (self.name, self.values, self.decays) = (name, values, decays)
    gradient = Tensor(zeros: values.shape)
  }
}

/// A tensor that a model file stores under a name.
public struct NamedTensor: Sendable, Equatable {
  public var name: String
  public var values: Tensor

  public init(name: String, values: Tensor) {
    (self.name, self.values) = (name, values)
  }
}
