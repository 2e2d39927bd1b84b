internal import Tensors

extension Background {
  /// How much more a sum over many pixels of the sky varies than that many independent ones would: the ratio
  /// of both variances, 1 where pixels are independent, more where frames were resampled.
  ///
  /// Measured on squares of 5×5 pixels without sources, by the median distance of their sums from the sky;
  /// sources too faint to be found and unevenness of the sky count as well. From 1 to 25.
  ///
  /// - Parameter segments: where sources are; nil where nobody has looked.
  package func correlation(in plane: PixelPlane, apartFrom segments: Segmentation?) -> Double {
    let side = Self.side
    // As many squares as make the median sure to a few hundredths.
    let step = max(
      side, Int(bounded: (Double(plane.width) * Double(plane.height) / 4000).squareRoot()))
    var sums: [Double] = []
    for y in stride(from: step / 2, to: plane.height - side + 1, by: step) {
      for x in stride(from: step / 2, to: plane.width - side + 1, by: step) {
        guard let sum = Self.sum(plane, segments, x: x, y: y) else { continue }
        sums.append(
          sum - Double(side * side) * Double(level(x: x + side / 2, y: y + side / 2)))
      }
    }
    guard sums.count >= 50 else { return 1 }
    let middle = upperMedian(sums)
    let spread = 1.4826 * upperMedian(sums.map { abs($0 - middle) })
    let expected = Double(side) * Double(noise)
    let ratio = spread / expected
    return ratio.isFinite ? min(max(1, ratio * ratio), Double(side * side)) : 1
  }

  private static let side = 5

  /// The light of a square; nil where pixels are missing or belong to a source.
  private static func sum(
    _ plane: PixelPlane, _ segments: Segmentation?, x: Int, y: Int
  ) -> Double? {
    var sum = 0.0
    for row in y..<y + side {
      for place in row * plane.width + x..<row * plane.width + x + side {
        guard segments?.numbers[place] ?? 0 == 0 else { return nil }
        sum += Double(plane.pixels[place])
      }
    }
    return sum.isFinite ? sum : nil
  }
}
