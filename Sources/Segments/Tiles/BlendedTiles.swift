package import Sky
internal import Tensors

/// A field seen tile by tile, and the tiles blended without seams.
///
/// Tiles overlap by 64 pixels. Along each axis a tile counts nothing in its outermost 16 pixels, where a network sees
/// the tile's edge, then more and more over 32 pixels, so that the counts of neighbours add up to 1. What
/// stands in memory is a strip of tiles.
package struct BlendedTiles: Sendable {
  package let side: Int
  private let count: Int
  /// Where the first tile begins beside the field's first pixel.
  private let start: Int

  private static let overlap = 64
  private static let silent = 16
  private static let ramp = 32

  /// - Parameters:
  ///   - side: of a tile, rounded up to what the network takes; at least 128.
  ///   - start: where the first tile begins, −48 or less, so that the field's first pixel counts in full.
  ///   - count: how many tiles are seen at once.
  package init(side: Int = 256, start: Int = -48, multiple: Int, count: Int = 8) throws(SurveyError)
  {
    guard (1...512).contains(multiple), (128...4096).contains(side), start <= -48,
      start > -48 - side / 2
    else {
      throw SurveyError(
        "cannot lay tiles of \(side) pixels for a network that takes multiples of \(multiple); choose "
          + "128 to 4096")
    }
    self.side = (side + multiple - 1) / multiple * multiple
    (self.start, self.count) = (start, count)
  }

  /// How much the pixels of a tile count along an axis.
  var weights: [Float] {
    (0..<side).map { place in
      let edge = min(Float(place) + 0.5, Float(side - place) - 0.5)
      return min(1, max(0, (edge - Float(Self.silent)) / Float(Self.ramp)))
    }
  }

  /// Where tiles begin along an axis of so many pixels.
  private func starts(_ length: Int) -> [Int] {
    var starts = [start]
    while starts[starts.count - 1] + side - Self.silent - Self.ramp < length {
      starts.append(starts[starts.count - 1] + side - Self.overlap)
    }
    return starts
  }

  /// Calls `body` with the probabilities `[x, class]` of every row of the field, from the first to the last.
  package func forEachRow(
    of image: FieldImage, by classifier: some PixelClassifier,
    progress: (_ done: Double) -> Void = { _ in },
    _ body: (_ y: Int, _ probabilities: UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws {
    let classes = classifier.classes.count
    let (columns, rows) = (starts(image.width), starts(image.height))
    let (weights, line) = (weights, image.width * classes)
    var strip = [Float](repeating: 0, count: side * line)
    var next = 0
    for (turn, top) in rows.enumerated() {
      let pixels = image.strip(top..<top + side)
      for first in stride(from: 0, to: columns.count, by: count) {
        let some = Array(columns[first..<min(first + count, columns.count)])
        let seen = try classifier.probabilities(of: tiles(some, of: pixels, image))
        guard seen.shape == [some.count, side, side, classes] else {
          throw SurveyError(
            "the model answers with \(seen.shape) for \(some.count) tiles of \(side)×\(side) pixels and "
              + "\(classes) classes; it is damaged, make it again")
        }
        seen.withUnsafeValues { seen in
          for (tile, left) in some.enumerated() {
            add(seen, tile, at: left, classes, weights, width: image.width, to: &strip)
          }
        }
      }
      // What no later tile adds to.
      let isLast = turn == rows.count - 1
      let end = min(image.height, isLast ? .max : rows[turn + 1] + Self.silent)
      try strip.withUnsafeMutableBufferPointer { strip in
        for y in next..<max(next, end) {
          let row = UnsafeMutableBufferPointer(
            rebasing: strip[(y - top) * line..<(y - top + 1) * line])
          Self.normalise(row, classes)
          try body(y, row)
        }
      }
      next = max(next, end)
      progress(Double(turn + 1) / Double(rows.count))
      let kept = Self.overlap * line
      strip.replaceSubrange(..<kept, with: strip[(strip.count - kept)...])
      for place in kept..<strip.count { strip[place] = 0 }
    }
  }

  /// Tiles `[tile, y, x, band]` cut out of a strip; beyond the field is sky.
  private func tiles(_ columns: [Int], of strip: [Float], _ image: FieldImage) -> Tensor {
    var tiles = Tensor(zeros: [columns.count, side, side, image.bands])
    let length = tiles.stride
    tiles.withUnsafeMutableValues { values in
      for (tile, left) in columns.enumerated() {
        image.cut(
          strip, from: left, side: side,
          into: UnsafeMutableBufferPointer(rebasing: values[tile * length..<(tile + 1) * length]))
      }
    }
    return tiles
  }

  private func add(
    _ seen: UnsafeBufferPointer<Float>, _ tile: Int, at left: Int, _ classes: Int,
    _ weights: [Float], width: Int, to strip: inout [Float]
  ) {
    for y in 0..<side where weights[y] > 0 {
      for x in max(0, -left)..<min(side, width - left) where weights[x] > 0 {
        let weight = weights[y] * weights[x]
        let from = ((tile * side + y) * side + x) * classes
        let to = (y * width + left + x) * classes
        for value in 0..<classes { strip[to + value] += weight * seen[from + value] }
      }
    }
  }

  /// Makes the probabilities of every pixel add up to 1; all alike where they are no numbers.
  private static func normalise(_ row: UnsafeMutableBufferPointer<Float>, _ classes: Int) {
    for start in stride(from: 0, to: row.count, by: classes) {
      var sum: Float = 0
      for value in start..<start + classes { sum += row[value] }
      let isGood = sum > 0 && sum.isFinite
      for value in start..<start + classes {
        row[value] = isGood ? row[value] / sum : 1 / Float(classes)
      }
    }
  }
}
