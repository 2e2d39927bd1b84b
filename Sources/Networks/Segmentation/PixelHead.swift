/// The layers after encoder and decoder that make classes of pixels: their last numbers are the logits
/// of the classes, pixel by pixel.
public struct PixelHead: Codable, Sendable, Equatable {
  public var layers: [Layer]
  /// The classes' names by their numbers.
  public var classes: [String]
  /// Whether the encoder stays as it is: neither its weights nor its running statistics learn.
  public var isEncoderFrozen: Bool
  public var loss: PixelLoss

  public init(
    layers: [Layer], classes: [String], isEncoderFrozen: Bool = false,
    loss: PixelLoss = PixelLoss()
  ) {
    (self.layers, self.classes) = (layers, classes)
    (self.isEncoderFrozen, self.loss) = (isEncoderFrozen, loss)
  }

  func check(_ output: [Int], _ architecture: Architecture) throws(NetworkError) {
    guard (2...255).contains(classes.count) else {
      throw NetworkError(
        "\(classes.count) classes of pixels cannot be told apart: there must be 2 to 255")
    }
    guard output == Array(architecture.inputShape[..<2]) + [classes.count] else {
      throw NetworkError(
        "the network makes \(output) where images of \(architecture.inputShape) need a number for each of "
          + "\(classes.count) classes a pixel")
    }
    for layer in architecture.encoder + architecture.decoder + layers {
      switch layer {
      case .dense, .reshape:
        throw NetworkError(
          "a network of classes of pixels has convolutions only: dense layers and new shapes do not fit "
            + "images of any size")
      default: continue
      }
    }
    try loss.check(classes: classes.count)
  }
}
