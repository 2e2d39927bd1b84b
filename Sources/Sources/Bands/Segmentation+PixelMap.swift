package import Planes
package import Tensors

extension Segmentation {
  /// The same sources on the pixels of another frame of the same sky.
  ///
  /// - Parameter map: where the other frame's pixels lie in this one.
  package func laid(on other: PixelPlane, _ map: PixelMap, workers: Workers) -> Segmentation {
    let across = other.width
    let laid = [Int32](unsafeUninitializedCapacity: across * other.height) { buffer, count in
      // Every row is written once, by whoever does its piece.
      nonisolated(unsafe) let buffer = buffer
      let pieces = 64
      workers.forEach(pieces) { piece in
        for y in part(piece, of: pieces, count: other.height) {
          let row = UnsafeMutableBufferPointer(rebasing: buffer[y * across..<(y + 1) * across])
          row.initialize(repeating: 0)
          copy(to: row, of: y, map)
        }
      }
      count = across * other.height
    }
    return Segmentation(width: across, height: other.height, numbers: laid)
  }

  /// The number at the pixel next to each of the other frame's row `y`.
  private func copy(to row: UnsafeMutableBufferPointer<Int32>, of y: Int, _ map: PixelMap) {
    numbers.withUnsafeBufferPointer { numbers in
      map.forEachSpan(ofRow: y, width: row.count) { span in
        if let block = span.block(.toNearestOrAwayFromZero, within: (width, height)) {
          let start = block.y * width + block.x
          _ = UnsafeMutableBufferPointer(rebasing: row[span.pixels])
            .update(fromContentsOf: numbers[start..<start + span.pixels.count])
          return
        }
        for x in span.pixels {
          let nearest = span.place(x).rounded(.toNearestOrAwayFromZero)
          guard nearest.x >= 0, nearest.y >= 0, nearest.x < Float(width),
            nearest.y < Float(height)
          else { continue }
          row[x] = numbers[Int(nearest.y) * width + Int(nearest.x)]  // bounded above
        }
      }
    }
  }
}
