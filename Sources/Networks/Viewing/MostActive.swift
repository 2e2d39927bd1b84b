public import Tensors

/// For every code unit the images with the largest numbers, of codes that come batch by batch.
public struct MostActive: Sendable {
  public struct Image: Sendable, Equatable {
    public let index: Int
    public let number: Float
  }

  public let count: Int
  /// Of every unit, largest first; of equal numbers the earlier image.
  public private(set) var images: [[Image]]

  public init(units: Int, count: Int) {
    self.count = count
    images = Array(repeating: [], count: units)
  }

  /// Adds codes `[image, unit]` of the images from number `first` on.
  public mutating func add(_ codes: Tensor, first: Int) {
    let units = images.count
    precondition(codes.stride == units, "codes of \(codes.stride) units, not \(units)")
    codes.withUnsafeValues { values in
      for image in 0..<codes.shape[0] {
        for unit in 0..<units {
          let number = values[image * units + unit]
          guard number.isFinite else { continue }
          if images[unit].count == count, let last = images[unit].last, number <= last.number {
            continue
          }
          let place = images[unit].firstIndex { $0.number < number } ?? images[unit].count
          images[unit].insert(Image(index: first + image, number: number), at: place)
          if images[unit].count > count { images[unit].removeLast() }
        }
      }
    }
  }
}
