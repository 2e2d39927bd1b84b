/// A part of a training step and the processor seconds it takes.
public struct StepTime: Sendable {
  public let name: String
  public let seconds: Double
  /// What a convolution or dense layer takes at least; zero for everything else.
  public let multiplyAdds: Double
}
