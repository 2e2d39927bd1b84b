internal import Tensors

/// Cutouts as if all had been taken in the same seeing: what the `matched` stretch computes.
///
/// Every band is resampled around its own position of the source to a point spread
/// `Stretch.pointSpread` pixels wide, so that a star looks the same in every field and band; then
/// divided by its own peak, which leaves shape. In front of the bands comes their stack: the sum of
/// the reference band and its neighbours, weighted by inverse variance, counted twice.
package struct MatchedKernel: Sendable {
  private let stretch: Stretch
  private let taper: [Float]
  /// The bands of the stack.
  private let stacked: Range<Int>

  /// One cutout and what has to be known to see it so.
  package struct Source {
    /// `[band, y, x]` big-endian floats, as FITS stores them.
    package var pixels: UnsafeRawBufferPointer
    /// Of every band: noise and sky a pixel, dx and dy from the middle pixel, and the full width
    /// at half maximum of the field's point spread in pixels.
    package var noise, sky, offsets, widths: [Float]
    /// Whether some pixels are missing; these are stored as 0.
    package var hasHoles: Bool

    package init(
      pixels: UnsafeRawBufferPointer, noise: [Float], sky: [Float], offsets: [Float],
      widths: [Float], hasHoles: Bool
    ) {
      (self.pixels, self.noise, self.sky, self.offsets) = (pixels, noise, sky, offsets)
      (self.widths, self.hasHoles) = (widths, hasHoles)
    }
  }

  package init(_ stretch: Stretch, reference: Int) {
    self.stretch = stretch
    taper = stretch.taper
    stacked = max(0, reference - 1)..<min(stretch.bands.count, reference + 2)
  }

  /// - Parameter output: `[y, x, channel]`, the stack and then the bands.
  package func apply(_ source: Source, to output: UnsafeMutableBufferPointer<Float>) {
    let (size, bands) = (stretch.size, stretch.bands.count)
    let (area, side) = (size * size, stretch.cutoutSize)
    precondition(source.pixels.count == 4 * bands * side * side, "a cutout of this stretch")
    precondition(output.count == (bands + 1) * area, "room for one stretched cutout")
    withUnsafeTemporaryAllocation(of: Float.self, capacity: (bands + 1) * area) { planes in
      planes.initialize(repeating: 0)
      let stack = UnsafeMutableBufferPointer(rebasing: planes[..<area])
      var total: Float = 0
      for band in 0..<bands {
        let plane = UnsafeMutableBufferPointer(
          rebasing: planes[(band + 1) * area..<(band + 2) * area])
        let noise = resample(band, of: source, into: plane)
        if stacked.contains(band) {
          let weight = 1 / (noise * noise)
          total += weight
          Arrays.add(UnsafeBufferPointer(plane), times: weight, to: stack)
        }
        write(plane, channel: band + 1, noise: noise, factor: 1, to: output)
      }
      for index in stack.indices { stack[index] /= total }
      write(stack, channel: 0, noise: 1 / total.squareRoot(), factor: 2, to: output)
    }
  }

  /// Resamples one band into `plane` `[y, x]` and returns the noise of its pixels.
  private func resample(
    _ band: Int, of source: Source, into plane: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    let (size, side) = (stretch.size, stretch.cutoutSize)
    let known = source.noise[band] > 0 && source.noise[band].isFinite
    let noise = known ? source.noise[band] : stretch.typicalNoise[band]
    let width = source.widths[band]
    let step = width > 0 && width.isFinite ? width / stretch.pointSpread : 1
    func axis(_ offset: Float) -> AxisResampling {
      AxisResampling(
        count: size, centre: Double(side / 2) + (offset.isFinite ? Double(offset) : 0),
        step: Double(step), length: side)
    }
    let (across, along) = (axis(source.offsets[2 * band]), axis(source.offsets[2 * band + 1]))
    let sky = source.sky[band].isFinite ? source.sky[band] : 0
    let area = step * step
    withUnsafeTemporaryAllocation(of: Float.self, capacity: side * side) { light in
      Arrays.decode(
        bigEndian: UnsafeRawBufferPointer(
          rebasing: source.pixels[4 * band * side * side..<4 * (band + 1) * side * side]),
        into: light)
      for index in light.indices {
        let value = light[index]
        light[index] = source.hasHoles && value == 0 ? 0 : (value - sky) * area
      }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: side) { row in
        for y in 0..<size {
          row.initialize(repeating: 0)
          for tap in 0..<4 {
            let start = (along.first[y] + tap) * side
            Arrays.add(
              UnsafeBufferPointer(rebasing: light[start..<start + side]),
              times: along.weights[4 * y + tap], to: row)
          }
          for x in 0..<size {
            let start = across.first[x]
            var sum: Float = 0
            for tap in 0..<4 { sum += across.weights[4 * x + tap] * row[start + tap] }
            plane[y * size + x] = sum
          }
        }
      }
    }
    // A source that lies outside of the band has no pixels and no less noise for it.
    let energy = across.energy * along.energy
    return noise * area * (energy > 0 ? energy.squareRoot() : 1)
  }

  /// Writes a plane over its peak, the highest pixel of the central 4×4 but at least 5 times the
  /// noise, clipped to −1…1.5, faded towards the rim and times `factor`.
  private func write(
    _ plane: UnsafeMutableBufferPointer<Float>, channel: Int, noise: Float, factor: Float,
    to output: UnsafeMutableBufferPointer<Float>
  ) {
    let (size, channels) = (stretch.size, stretch.bands.count + 1)
    var peak = 5 * noise
    for y in size / 2 - 2..<size / 2 + 2 {
      for x in size / 2 - 2..<size / 2 + 2 { peak = max(peak, plane[y * size + x]) }
    }
    let scale = 1 / peak
    for y in 0..<size {
      let fade = factor * taper[y]
      for x in 0..<size {
        let value = min(max(plane[y * size + x] * scale, -1), 1.5)
        output[(y * size + x) * channels + channel] = value * (taper[x] * fade)
      }
    }
  }
}
