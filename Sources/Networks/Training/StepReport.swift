/// Where a training stands after a step: what a progress bar shows.
public struct StepReport: Sendable, Equatable {
  /// The step just taken and how many an epoch has, counted from 1.
  public var step: Int
  public var steps: Int
  /// The epoch under way and how many there will be, counted from 1.
  public var epoch: Int
  public var epochs: Int
  /// The loss of the step's batch.
  public var loss: Double
  /// Images per second since the epoch began.
  public var imagesPerSecond: Double
}
