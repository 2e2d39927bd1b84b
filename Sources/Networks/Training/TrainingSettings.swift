/// Everything about a training that its user chooses; stored in checkpoints.
public struct TrainingSettings: Codable, Sendable, Equatable {
  /// How often every training image is seen.
  public var epochs = 10
  /// Images per step; a data set that is smaller than a batch trains with a smaller batch.
  public var batchSize = 128
  /// The largest learning rate of the schedule.
  public var learningRate = 1e-3
  public var schedule = LearningRateSchedule.constant
  public var rule = UpdateRule.adam
  /// The share of the weights, times the learning rate, that a step takes away; nil for what is
  /// usual with the rule.
  public var weightDecay: Float?
  /// What the products of a step are made of.
  public var precision = Autoencoder.Precision.float32
  /// What every random choice comes from.
  public var seed: UInt64 = 1
  /// The part of the images that is never trained on, less than 1; with 0 the loss of held-out images is that
  /// of the training images in inference mode, and no epoch can be the best by it.
  public var validationFraction = 0.1
  /// The largest Euclidean length of the gradient over all weights; longer ones are shortened.
  public var clip: Float?
  /// The decay of an exponential moving average of the weights, 0.999 say; when given, the
  /// averaged weights are the ones that are validated and kept.
  public var averaging: Double?
  /// Whether the weights of the epoch with the lowest loss of the held-out images are kept, not
  /// those of the last epoch.
  public var keepBest = false
  /// After how many epochs without a lower held-out loss training ends; needs `keepBest`.
  public var patience: Int?
  /// How training images are varied each time they are seen.
  public var augmentation = Augmentation()

  public init() {}

  /// Every setting by the name a person knows it by, with its value as text.
  var named: [(name: String, value: String)] {
    [
      ("epochs", "\(epochs)"), ("batch size", "\(batchSize)"),
      ("learning rate", "\(learningRate)"), ("schedule", schedule.rawValue),
      ("optimiser", rule.rawValue), ("weight decay", weightDecay.map { "\($0)" } ?? "the usual"),
      ("precision", precision.rawValue),
      ("seed", "\(seed)"), ("validation fraction", "\(validationFraction)"),
      ("gradient limit", clip.map { "\($0)" } ?? "none"),
      ("averaging", averaging.map { "\($0)" } ?? "none"),
      ("weights kept", keepBest ? "the best epoch's" : "the last epoch's"),
      ("patience", patience.map { "\($0)" } ?? "none"),
      ("symmetries", augmentation.symmetries ? "on" : "off"),
      ("input noise", "\(augmentation.noise)"),
      ("recorruption", augmentation.recorruption.map { "\($0)" } ?? "none"),
      ("deformation", augmentation.deformation.map { "\($0.strength)" } ?? "none"),
      ("images of", (augmentation.deformation?.subject ?? .drawing).rawValue + "s"),
    ]
  }

  /// Refuses settings that no training can be made with.
  package func check() throws(NetworkError) {
    let wanted: [String: (holds: Bool, rule: String)] = [
      "epochs": ((1...1_000_000).contains(epochs), "at least 1 and at most 1000000"),
      "batch size": (batchSize >= 2, "at least 2"),
      "learning rate": (learningRate > 0 && learningRate.isFinite, "a positive number"),
      "validation fraction": (
        validationFraction >= 0 && validationFraction < 1 && (validationFraction > 0 || !keepBest),
        keepBest ? "more than 0 and less than 1" : "at least 0 and less than 1"
      ),
      "gradient limit": (clip.map { $0 > 0 && $0.isFinite } ?? true, "a positive number"),
      "weight decay": (
        weightDecay.map { $0 >= 0 && $0.isFinite } ?? true, "zero or a positive number"
      ),
      "averaging": (averaging.map { $0 > 0 && $0 < 1 } ?? true, "more than 0 and less than 1"),
      "patience": (
        patience.map { $0 > 0 && keepBest } ?? true,
        "at least 1, and the best epoch's weights be kept"
      ),
      "input noise": (
        augmentation.noise >= 0 && augmentation.noise.isFinite, "zero or a positive number"
      ),
      "recorruption": (
        augmentation.recorruption.map { (0.01...100).contains($0) } ?? true, "from 0.01 to 100"
      ),
      "deformation": (
        augmentation.deformation.map { (0...10).contains($0.strength) } ?? true, "from 0 to 10"
      ),
    ]
    for (name, value) in named {
      guard let (holds, rule) = wanted[name], !holds else { continue }
      throw NetworkError("cannot train with the \(name) \(value): it must be \(rule)")
    }
  }
}
