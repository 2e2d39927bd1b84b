package import Tensors

/// Labelled tiles as a training set: a last channel holds the label of every pixel, so that labels turn and
/// mirror with their pixels.
package struct LabelledTiles: Dataset {
  private let tiles: SegmentationTiles
  private let bands: Int

  package init(_ tiles: SegmentationTiles) {
    self.tiles = tiles
    bands = tiles.images.shape[3]
  }

  package var count: Int { tiles.names.count }
  package var imageShape: [Int] { [tiles.side, tiles.side, bands + 1] }
  package func identifier(of index: Int) -> String { tiles.names[index] }

  package func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    let area = tiles.side * tiles.side
    tiles.images.withUnsafeValues { values in
      for (place, index) in indices.enumerated() {
        for pixel in 0..<area {
          let to = (place * area + pixel) * (bands + 1)
          let from = (index * area + pixel) * bands
          for band in 0..<bands { batch[to + band] = values[from + band] }
          batch[to + bands] = Float(tiles.labels[index * area + pixel])
        }
      }
    }
  }

  /// How much a pixel of each class counts so that rare classes are learned: one over the square root of the
  /// class's share of the labelled pixels, their mean over all pixels 1. A class that no pixel has counts 0.
  package var classWeights: [Float] {
    var counts = [Int](repeating: 0, count: tiles.classes.count)
    for label in tiles.labels where Int(label) < counts.count { counts[Int(label)] += 1 }
    let total = Double(counts.reduce(0, +))
    guard total > 0 else { return counts.map { _ in 1 } }
    let raw = counts.map { $0 == 0 ? 0 : (total / Double($0)).squareRoot() }
    let mean = zip(raw, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / total
    return raw.map { Float($0 / mean) }
  }
}
