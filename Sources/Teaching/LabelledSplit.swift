public import Labels
internal import Tensors

/// Which images are learned from and which are judged.
public struct LabelledSplit: Sendable {
  /// Rows to learn from, and rows to be judged on: those of the file that is kept for it.
  public let learning: [Int]
  public let judging: [Int]
  /// The class of every image, counted from 0; nil where it has no label.
  public let classes: [Int?]
  public let names: [String]

  /// - Parameters:
  ///   - ids: of all images, `files` the file each is from.
  ///   - judged: the file whose images are kept for judging.
  ///   - what: what the images are called in errors.
  public init(
    ids: [String], files: [String], labels: ClassLabels, judged: String, what: String
  ) throws(TeachingError) {
    classes = ids.map { labels[$0] }
    names = labels.names
    let known = ids.indices.filter { labels[ids[$0]] != nil }
    judging = known.filter { files[$0] == judged }
    learning = known.filter { files[$0] != judged }
    guard !judging.isEmpty, learning.count >= 3 else {
      throw TeachingError(
        "cannot learn from \(what): \(learning.count) labelled images are not of \(judged) and "
          + "\(judging.count) are; both are needed, to learn from and to be judged on: choose the "
          + "file that is judged with --judge")
    }
  }

  /// Some of the images to learn from, drawn by the seed: whole images at random, of any class.
  public func draw(_ count: Int, seed: UInt64) throws(TeachingError) -> [Int] {
    guard count >= 2, count <= learning.count else {
      throw TeachingError(
        "cannot draw \(count) labels: there are \(learning.count) to learn from, and 2 are needed")
    }
    var numbers = RandomNumbers.stream(7, seed: seed)
    return numbers.permutation(of: learning.count).prefix(count).map { learning[$0] }.sorted()
  }
}
