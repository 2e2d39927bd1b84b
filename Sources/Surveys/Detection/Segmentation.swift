internal import Tensors

/// Which source every pixel of an image belongs to (SExtractor's segmentation map): what is summed for
/// one source leaves out the pixels of the others.
struct Segmentation: Sendable {
  let width: Int
  let height: Int
  /// `numbers[y * width + x]`: the source's place in the list, counted from 1; 0 where there is none.
  let numbers: [Int32]

  /// The same sources on the pixels of another frame of the same sky.
  ///
  /// - Parameter map: where the other frame's pixels lie in this one.
  func laid(on other: PixelPlane, _ map: PixelMap, workers: Workers) -> Segmentation {
    let across = other.width
    let laid = [Int32](unsafeUninitializedCapacity: across * other.height) { buffer, count in
      nonisolated(unsafe) let buffer = buffer
      buffer.initialize(repeating: 0)
      let pieces = 64
      workers.forEach(pieces) { piece in
        numbers.withUnsafeBufferPointer { numbers in
          for y in part(piece, of: pieces, count: other.height) {
            map.forEachPixel(ofRow: y, width: across) { x, place in
              let nearest = place.rounded(.toNearestOrAwayFromZero)
              guard nearest.x >= 0, nearest.y >= 0, nearest.x < Float(width),
                nearest.y < Float(height)
              else { return }
              buffer[y * across + x] = numbers[Int(nearest.y) * width + Int(nearest.x)]
            }
          }
        }
      }
      count = across * other.height
    }
    return Segmentation(width: across, height: other.height, numbers: laid)
  }
}
