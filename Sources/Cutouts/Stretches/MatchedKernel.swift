internal import Tensors

/// Cutouts as if all had been taken in the same seeing: what the `matched` stretch computes.
///
/// Every band is resampled around its own position of the source to a point spread
/// `Stretch.pointSpread` pixels wide, so that a star looks the same in every field and band; then
/// divided by its own peak, which leaves shape, cut to −1…1.5 and faded towards the rim. In front of
/// the bands comes their stack: the sum of the reference band and its neighbours, weighted by inverse
/// variance, counted twice.
package struct MatchedKernel: Sendable {
  private let stretch: Stretch
  private let taper: [Float]
  /// How much every channel counts: the stack twice.
  private let fades: [Float]
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
    fades = [2] + stretch.bands.map { _ in 1 }
    stacked = max(0, reference - 1)..<min(stretch.bands.count, reference + 2)
  }

  /// - Parameters:
  ///   - twin: other pixels of the same place, as `Source.pixels`, that are shown in their stead: scaled and weighed
  ///     as `source` is, less no sky.
  ///   - output: `[y, x, channel]`, the stack and then the bands.
  package func apply(
    _ source: Source, showing twin: Source? = nil, to output: UnsafeMutableBufferPointer<Float>
  ) {
    run(source, showing: twin, to: output, drawing: nil)
  }

  /// The same, and beside it noise as that of the source's sky is where it has come through the same stretch.
  ///
  /// - Parameters:
  ///   - noise: `[y, x, channel]`; the stack's is made of its bands'.
  ///   - key: what it is drawn from.
  package func apply(
    _ source: Source, to output: UnsafeMutableBufferPointer<Float>,
    noise: UnsafeMutableBufferPointer<Float>, stream key: UInt64
  ) {
    run(source, showing: nil, to: output, drawing: (noise, key))
  }

  private func run(
    _ source: Source, showing twin: Source?, to output: UnsafeMutableBufferPointer<Float>,
    drawing: (noise: UnsafeMutableBufferPointer<Float>, key: UInt64)?
  ) {
    let (size, bands) = (stretch.size, stretch.bands.count)
    let (area, side) = (size * size, stretch.cutoutSize)
    precondition(source.pixels.count == 4 * bands * side * side, "a cutout of this stretch")
    precondition(output.count == (bands + 1) * area, "room for one stretched cutout")
    var scales = [Float](repeating: 0, count: bands + 1)
    var spreads = [Float](repeating: 0, count: bands)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: (bands + 1) * area) { planes in
      let stack = UnsafeMutableBufferPointer(rebasing: planes[..<area])
      stack.initialize(repeating: 0)
      var total: Float = 0
      for band in 0..<bands {
        let plane = UnsafeMutableBufferPointer(
          rebasing: planes[(band + 1) * area..<(band + 2) * area])
        let noise = resample(band, of: source, into: plane)
        spreads[band] = noise
        if stacked.contains(band) {
          let weight = 1 / (noise * noise)
          total += weight
          Arrays.add(UnsafeBufferPointer(plane), times: weight, to: stack)
        }
        scales[band + 1] = 1 / peak(of: plane, noise: noise)
      }
      for index in stack.indices { stack[index] /= total }
      scales[0] = 1 / peak(of: stack, noise: 1 / total.squareRoot())
      if let twin { show(twin, inPlaceOf: source, in: planes) }
      Images.lay(
        planes: UnsafeBufferPointer(planes), scales: scales, fades: fades, taper: taper,
        into: output)
      if let drawing {
        draw(spreads, stream: drawing.key, in: planes)
        Images.lay(
          planes: UnsafeBufferPointer(planes), scales: scales, fades: fades, taper: taper,
          into: drawing.noise)
      }
    }
  }

  /// Fills the bands with noise of their spreads, and the stack with what these make there.
  private func draw(
    _ spreads: [Float], stream key: UInt64, in planes: UnsafeMutableBufferPointer<Float>
  ) {
    let area = stretch.size * stretch.size
    var numbers = RandomNumbers(seed: key)
    planes.update(repeating: 0)
    let stack = UnsafeMutableBufferPointer(rebasing: planes[..<area])
    var total: Float = 0
    for band in stretch.bands.indices {
      let plane = UnsafeMutableBufferPointer(
        rebasing: planes[(band + 1) * area..<(band + 2) * area])
      Images.addNoise(spreads[band], stream: numbers.next(), to: plane)
      guard stacked.contains(band) else { continue }
      let weight = 1 / (spreads[band] * spreads[band])
      total += weight
      Arrays.add(UnsafeBufferPointer(plane), times: weight, to: stack)
    }
    for index in stack.indices { stack[index] /= total }
  }

  /// Fills the stack and the bands `[channel, y, x]` from other pixels, weighed as those of `source`.
  private func show(
    _ twin: Source, inPlaceOf source: Source, in planes: UnsafeMutableBufferPointer<Float>
  ) {
    let area = stretch.size * stretch.size
    let stack = UnsafeMutableBufferPointer(rebasing: planes[..<area])
    stack.update(repeating: 0)
    var total: Float = 0
    for band in stretch.bands.indices {
      let plane = UnsafeMutableBufferPointer(
        rebasing: planes[(band + 1) * area..<(band + 2) * area])
      // Noise, offsets and widths are those of the source.
      let noise = resample(band, of: twin, into: plane)
      guard stacked.contains(band) else { continue }
      let weight = 1 / (noise * noise)
      total += weight
      Arrays.add(UnsafeBufferPointer(plane), times: weight, to: stack)
    }
    for index in stack.indices { stack[index] /= total }
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
    let area = step * step
    Images.resample(
      StoredPicture(
        pixels: UnsafeRawBufferPointer(
          rebasing: source.pixels[4 * band * side * side..<4 * (band + 1) * side * side]),
        level: source.sky[band].isFinite ? source.sky[band] : 0, factor: area,
        hasHoles: source.hasHoles),
      across: across, along: along, into: plane)
    // A source that lies outside of the band has no pixels and no less noise for it.
    let energy = across.energy * along.energy
    return noise * area * (energy > 0 ? energy.squareRoot() : 1)
  }

  /// The highest pixel of the central 4×4 of a plane, but at least 5 times the noise.
  private func peak(of plane: UnsafeMutableBufferPointer<Float>, noise: Float) -> Float {
    let size = stretch.size
    var peak = 5 * noise
    for y in size / 2 - 2..<size / 2 + 2 {
      for x in size / 2 - 2..<size / 2 + 2 { peak = max(peak, plane[y * size + x]) }
    }
    return peak
  }
}
