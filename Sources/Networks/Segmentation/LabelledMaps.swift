public import Tensors

/// The classes of the pixels of some images, kept beside a data set: numbers of classes, or 255 for none.
public struct LabelledMaps: Sendable {
  /// `[image, y, x]`.
  public let values: [UInt8]
  public let height: Int
  public let width: Int

  /// Refuses what is neither a class nor 255, or no whole number of images.
  public init(_ values: [UInt8], height: Int, width: Int, classes: Int) throws(NetworkError) {
    guard height > 0, width > 0, !values.isEmpty, values.count % (height * width) == 0 else {
      throw NetworkError(
        "cannot learn from \(values.count) labels: they are no images of \(width)×\(height) pixels")
    }
    if let wrong = values.firstIndex(where: { $0 != PixelLoss.unlabelled && Int($0) >= classes }) {
      let pixel = wrong % (height * width)
      throw NetworkError(
        "cannot learn from the labels of image \(wrong / (height * width)): pixel x \(pixel % width), y "
          + "\(pixel / width) has the class \(values[wrong]) of 0 to \(classes - 1) (255 is no label)"
      )
    }
    (self.values, self.height, self.width) = (values, height, width)
  }

  /// How many pixels every class has.
  public func counts(classes: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: 256)
    for value in values { counts[Int(value)] += 1 }
    return Array(counts[..<classes])
  }
}

extension LabelledMaps: ImageTargets {
  public var count: Int { values.count / (height * width) }

  /// - Returns: `[image, y, x]`; what comes from beyond the rim of a bent image has no label.
  public func rows(_ images: [Int], moved: [Motion]) -> Tensor {
    let length = height * width
    let splines =
      moved.contains { $0.warp != nil } ? SplineLattice(of: [height, width, 1]) : nil
    return Tensor(uninitialized: [images.count, height, width]) { rows in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: length) { copy in
        for (slot, image) in images.enumerated() {
          for pixel in 0..<length {
            copy.initializeElement(at: pixel, to: Float(values[image * length + pixel]))
          }
          let row = UnsafeMutableBufferPointer(rebasing: rows[slot * length..<(slot + 1) * length])
          moved[slot].symmetry.apply(
            to: UnsafeBufferPointer(copy), shape: [height, width, 1], writing: row)
          guard let warp = moved[slot].warp, let splines else { continue }
          _ = copy.update(fromContentsOf: row)
          warp.move(
            classes: UnsafeBufferPointer(copy), width: width, height: height,
            outside: Float(PixelLoss.unlabelled), splines, writing: row)
        }
      }
    }
  }

  public func weights(_ images: [Int]) -> Tensor? { nil }
}
