/// What one pass over the training images came to.
public struct EpochReport: Codable, Sendable, Equatable {
  /// Counts from 1.
  public var epoch: Int
  /// The mean loss of the epoch's steps, each weighted by its images.
  public var trainingLoss: Double
  /// The mean loss of the held-out images after the epoch, in inference mode.
  public var validationLoss: Double
  /// The learning rate of the epoch's last step.
  public var learningRate: Double
  /// Training images per second of the training steps; the machine decides it, no seed.
  public var imagesPerSecond: Double
  /// Wall-clock time of steps and validation, in seconds.
  public var seconds: Double

  public init(
    epoch: Int, trainingLoss: Double, validationLoss: Double, learningRate: Double,
    imagesPerSecond: Double, seconds: Double
  ) {
    self.epoch = epoch
    self.trainingLoss = trainingLoss
    self.validationLoss = validationLoss
    self.learningRate = learningRate
    self.imagesPerSecond = imagesPerSecond
    self.seconds = seconds
  }
}
