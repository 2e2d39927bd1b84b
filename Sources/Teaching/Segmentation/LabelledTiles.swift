package import Networks
internal import Tensors

/// Labelled tiles as a training set: images, and beside them the classes of their pixels.
package struct LabelledTiles: Dataset {
  private let tiles: SegmentationTiles
  package let labels: LabelledMaps

  package init(_ tiles: SegmentationTiles) throws(NetworkError) {
    self.tiles = tiles
    labels = try LabelledMaps(
      tiles.labels, height: tiles.side, width: tiles.side, classes: tiles.classes.count)
  }

  package var count: Int { tiles.names.count }
  package var imageShape: [Int] { [tiles.side, tiles.side, tiles.images.shape[3]] }
  package func identifier(of index: Int) -> String { tiles.names[index] }

  package func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) {
    let length = tiles.images.stride
    tiles.images.withUnsafeValues { values in
      for (place, index) in indices.enumerated() {
        for number in 0..<length {
          batch[place * length + number] = values[index * length + number]
        }
      }
    }
  }

  /// How much a pixel of each class counts so that rare classes are learned: one over the square root of the
  /// class's share of the labelled pixels, their mean over all pixels 1. A class that no pixel has counts 0.
  package var classWeights: [Double] {
    let counts = labels.counts(classes: tiles.classes.count)
    let total = Double(counts.reduce(0, +))
    guard total > 0 else { return counts.map { _ in 1 } }
    let raw = counts.map { $0 == 0 ? 0 : (total / Double($0)).squareRoot() }
    let mean = zip(raw, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / total
    return raw.map { $0 / mean }
  }
}
