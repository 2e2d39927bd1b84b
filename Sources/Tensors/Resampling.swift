internal import CKernels

/// A square picture as it is stored, and how its pixels become light.
package struct StoredPicture {
  /// `[y, x]` big-endian floats, as FITS stores them.
  package var pixels: UnsafeRawBufferPointer
  /// A pixel counts as factor·(value − level).
  package var level, factor: Float
  /// Whether pixels of exactly 0 are missing ones, which count as 0.
  package var hasHoles: Bool

  package init(pixels: UnsafeRawBufferPointer, level: Float, factor: Float, hasHoles: Bool) {
    (self.pixels, self.level, self.factor) = (pixels, level, factor)
    self.hasHoles = hasHoles
  }
}

extension Images {
  /// Writes a picture on another grid, `[y, x]`, to `out`; the same bits on every processor.
  package static func resample(
    _ picture: StoredPicture, across: AxisResampling, along: AxisResampling,
    into out: UnsafeMutableBufferPointer<Float>
  ) {
    let (side, size) = (across.length, across.first.count)
    precondition(along.length == side && along.first.count == size, "pictures are square")
    precondition(picture.pixels.count == 4 * side * side, "a picture of \(side)×\(side) pixels")
    precondition(out.count == size * size, "room for a picture of \(size)×\(size) pixels")
    guard let from = picture.pixels.baseAddress, let to = out.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: (side + 1) * side) { space in
      across.first.withUnsafeBufferPointer { firstColumn in
        along.first.withUnsafeBufferPointer { firstRow in
          across.weights.withUnsafeBufferPointer { acrossWeights in
            along.weights.withUnsafeBufferPointer { alongWeights in
              var description = CKResampling(
                side: side, size: size, firstColumn: firstColumn.baseAddress,
                firstRow: firstRow.baseAddress, across: acrossWeights.baseAddress,
                along: alongWeights.baseAddress, level: picture.level, factor: picture.factor,
                hasHoles: picture.hasHoles)
              kernels.resample(&description, from, space.baseAddress, to)
            }
          }
        }
      }
    }
  }

  /// Lays square planes side by side as the channels of an image `[y, x, channel]`: each times its
  /// scale, cut to −1…1.5 and faded towards the rim; the same bits on every processor.
  ///
  /// - Parameters:
  ///   - planes: `[channel, y, x]`.
  ///   - scales: of every channel, and `fades` likewise, which multiply what has been cut.
  ///   - taper: the fading of every row and column.
  package static func lay(
    planes: UnsafeBufferPointer<Float>, scales: [Float], fades: [Float], taper: [Float],
    into out: UnsafeMutableBufferPointer<Float>
  ) {
    let (size, channels) = (taper.count, scales.count)
    precondition(fades.count == channels, "a scale and a fading for every channel")
    precondition(
      planes.count == channels * size * size && out.count == planes.count,
      "\(channels) planes of \(size)×\(size) pixels")
    guard let from = planes.baseAddress, let to = out.baseAddress else { return }
    kernels.layPlanes(size, channels, from, scales, fades, taper, to)
  }
}
