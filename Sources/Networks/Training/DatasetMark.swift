internal import Tensors

/// What a checkpoint remembers of the images it was trained on, to notice others.
struct DatasetMark: Codable, Sendable, Equatable {
  var count: Int
  var imageShape: [Int]
  /// Of the identifiers of all images, in order.
  var fingerprint: String
  /// Of their pixels; nil where it is not known, as in checkpoints of older builds.
  var content: String?
  /// Of what the network is to make of some of them; nil where they are their own targets, and in checkpoints of older
  /// builds.
  var targets: String?

  init(_ dataset: any Dataset, targets: (any ImageTargets)? = nil) {
    count = dataset.count
    imageShape = dataset.imageShape
    var identifiers = Fingerprint()
    for index in 0..<dataset.count { identifiers.add(dataset.identifier(of: index)) }
    if (dataset as? any WeightedDataset)?.hasWeights == true { identifiers.add("weighted") }
    fingerprint = identifiers.text
    content = dataset.contentMark ?? Self.content(of: dataset)
    self.targets = targets.map(Self.mark)
  }

  /// Whether the pixels are the same, as far as both know them.
  func hasContent(of other: DatasetMark) -> Bool {
    guard let content, let others = other.content else { return true }
    return content == others
  }

  /// Whether the targets are the same, as far as both know them.
  func hasTargets(of other: DatasetMark) -> Bool {
    guard let targets, let others = other.targets else { return true }
    return targets == others
  }

  private static let mostImages = 256

  /// Some images' numbers, spread over all; those of a small set all.
  private static func some(of count: Int) -> [Int] {
    Array(stride(from: 0, to: count, by: max(1, count / mostImages)))
  }

  private static func mark(_ targets: any ImageTargets) -> String {
    var mark = Fingerprint()
    for image in some(of: targets.count) {
      targets.rows([image], moved: [.none]).withUnsafeValues {
        mark.add(UnsafeRawBufferPointer($0))
      }
    }
    return mark.text
  }

  /// A hash of the pixels of some images: of a data set that keeps no mark of its own.
  private static func content(of dataset: any Dataset) -> String? {
    guard let images = try? dataset.images(some(of: dataset.count)) else { return nil }
    var pixels = Fingerprint()
    images.withUnsafeValues { values in
      pixels.add(UnsafeRawBufferPointer(values))
    }
    return pixels.text
  }
}
