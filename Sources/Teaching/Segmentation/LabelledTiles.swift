package import Networks
internal import Tensors

/// Labelled tiles as a training set: images, and beside them the classes of their pixels.
///
/// Where few tiles are labelled, tiles with pseudo-labels (Lee 2013) can be learned beside them, so that what such maps
/// taught a network is not forgotten: an epoch shows the tiles of the smaller kind as often as makes both about as many.
package struct LabelledTiles: Dataset {
  private let parts: [SegmentationTiles]
  /// What an epoch shows.
  private let order: [(part: Int, tile: Int)]
  package let labels: LabelledMaps
  /// How often an epoch shows a labelled tile.
  package let repeats: Int
  private let classes: Int

  package init(
    _ tiles: SegmentationTiles, pseudoLabelled: SegmentationTiles? = nil
  ) throws(NetworkError) {
    if let pseudoLabelled, pseudoLabelled.classes != tiles.classes {
      throw NetworkError(
        "cannot learn from labels and pseudo-labels together: their classes are "
          + "\(tiles.classes.joined(separator: ",")) and \(pseudoLabelled.classes.joined(separator: ",")); "
          + "give maps of the same classes"
      )
    }
    parts = [tiles] + (pseudoLabelled.map { [$0] } ?? [])
    let (own, beside) = (tiles.places.count, pseudoLabelled?.places.count ?? 0)
    repeats = beside == 0 ? 1 : max(1, (beside + own / 2) / own)
    let besideRepeats = beside == 0 ? 0 : max(1, (own + beside / 2) / beside)
    order =
      (0..<repeats * own).map { (0, $0 % own) }
      + (0..<besideRepeats * beside).map { (1, $0 % beside) }
    let labels =
      (0..<repeats).flatMap { _ in tiles.labels }
      + (0..<besideRepeats).flatMap { _ in pseudoLabelled?.labels ?? [] }
    self.labels = try LabelledMaps(
      labels, height: tiles.side, width: tiles.side, classes: tiles.classes.count)
    classes = tiles.classes.count
  }

  package var count: Int { order.count }
  package var imageShape: [Int] {
    [parts[0].side, parts[0].side, parts[0].images.shape[3]]
  }

  package func identifier(of index: Int) -> String {
    parts[order[index].part].places[order[index].tile].name
  }

  package func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) {
    for (place, index) in indices.enumerated() {
      let (images, tile) = (parts[order[index].part].images, order[index].tile)
      let length = images.stride
      images.withUnsafeValues { values in
        for number in 0..<length {
          batch[place * length + number] = values[tile * length + number]
        }
      }
    }
  }

  /// How much a pixel of each class counts so that rare classes are learned: one over the square root of the
  /// class's share of the labelled pixels, their mean over all pixels 1. A class that no pixel has counts 0.
  package var classWeights: [Double] {
    let counts = labels.counts(classes: classes)
    let total = Double(counts.reduce(0, +))
    guard total > 0 else { return counts.map { _ in 1 } }
    let raw = counts.map { $0 == 0 ? 0 : (total / Double($0)).squareRoot() }
    let mean = zip(raw, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / total
    return raw.map { $0 / mean }
  }
}
