internal import Tensors

/// How far a training has come; with the weights and the optimiser all that resuming needs.
struct TrainingProgress: Codable, Sendable, Equatable {
  /// The epoch that is under way and the step that comes next, both counted from 0.
  var epoch = 0
  var step = 0
  /// Of the epoch under way: the sum of the losses, each times what its images count, that count
  /// itself, and the images.
  var lossSum = 0.0
  var mass = 0.0
  var images = 0
  /// The learning rate of the latest step.
  var learningRate = 0.0
  /// Wall-clock time of the epoch's steps, in seconds.
  var seconds = 0.0
  var history = TrainingHistory()
}
