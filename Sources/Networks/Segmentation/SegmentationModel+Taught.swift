public import Tensors

extension SegmentationModel {
  /// A network that goes on from one that was taught before, by other labels of the same classes: maps that
  /// no person made, say. From `random` weights it is the same network, none of it learned.
  ///
  /// - Parameters:
  ///   - tile: `[y, x]` of the images it is trained on, multiples of `sizeMultiple`.
  ///   - pace: how fast learns what was taught before, as a share of the learning rate.
  public convenience init(
    of taught: SegmentationModel, classes: [String], start: Start, tile: [Int],
    loss: PixelLoss = PixelLoss(), pace: Float = 1, seed: UInt64, workers: Workers = .all
  ) throws(NetworkError) {
    guard classes == taught.classes else {
      throw NetworkError(
        "the model tells \(taught.classes.joined(separator: ",")) apart, the labels are of "
          + "\(classes.joined(separator: ",")): begin with an autoencoder, or give labels of its classes"
      )
    }
    var architecture = taught.architecture
    architecture.inputShape = tile + [taught.bands]
    architecture.pixels?.isEncoderFrozen = start == .frozen
    architecture.pixels?.loss = loss
    try architecture.requireTiles(tile)
    try architecture.validate()
    self.init(architecture, seed: seed, workers: workers)
    guard start != .random else { return }
    var tensors: [String: Tensor] = [:]
    for learned in NetworkContent(of: taught).tensors { tensors[learned.name] = learned.values }
    try restore(tensors)
    for parameter in parameters { parameter.pace = pace }
  }
}
