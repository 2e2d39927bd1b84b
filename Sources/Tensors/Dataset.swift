/// A collection of images of one shape that a network can be trained on.
///
/// A data set hands out pixels only. Labels live elsewhere (see `Surveys.LabelledCatalog`), so that
/// no code that trains, encodes or clusters can reach them.
public protocol Dataset: Sendable {
  /// How many images there are.
  var count: Int { get }

  /// `[height, width, channels]` of every image.
  var imageShape: [Int] { get }

  /// Writes the images at `indices`, stretched and ready for a network, one after the other in
  /// `[y, x, channel]` order. Safe to call from several threads at once.
  func fill(_ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>) throws

  /// What a person calls the image at `index`: named in error messages.
  func identifier(of index: Int) -> String
}

extension Dataset {
  /// The images at `indices` as one tensor `[image, y, x, channel]`.
  public func images(_ indices: some Collection<Int>) throws -> Tensor {
    try Tensor(uninitialized: [indices.count] + imageShape) { try fill($0, with: indices) }
  }
}
