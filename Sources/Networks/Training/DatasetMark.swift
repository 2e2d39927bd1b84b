internal import Tensors

/// What a checkpoint remembers of the images it was trained on, to notice others.
struct DatasetMark: Codable, Sendable, Equatable {
  var count: Int
  var imageShape: [Int]
  /// Of the identifiers of all images, in order.
  var fingerprint: String

  init(_ dataset: any Dataset) {
    count = dataset.count
    imageShape = dataset.imageShape
    var identifiers = Fingerprint()
    for index in 0..<dataset.count { identifiers.add(dataset.identifier(of: index)) }
    if (dataset as? any WeightedDataset)?.hasWeights == true { identifiers.add("weighted") }
    fingerprint = identifiers.text
  }
}
