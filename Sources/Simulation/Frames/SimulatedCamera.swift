internal import Foundation

/// What one band's detector does to light, or a stack of its exposures.
package struct SimulatedCamera: Sendable {
  package let band: String
  /// Position among u, g, r, i, z, y.
  package let index: Int
  /// Nanomaggies of one count, and the magnitude of one.
  package let calibration, zeroPoint: Double
  /// Electrons of one count.
  package let gain: Double
  /// Sky in counts per pixel.
  package let sky: Double
  /// Read noise and dark current as a variance, in squared counts.
  package let darkVariance: Double
  /// Seeing relative to r.
  package let seeing: Double
  /// The typical displacement from the r frame along y, in pixels; 0: on the same grid.
  package let shift: Double
  /// The largest charge of a pixel, in counts, sky included.
  package let fullWell: Double
  /// Whether every night has the same zero point.
  package let isCalibrated: Bool

  /// The SDSS camera (Gunn et al. 1998, AJ 116, 3040) as measured on real corrected frames.
  package static let all = [
    SimulatedCamera("u", 0, 0.0100, 1.6, sky: 18, dark: 9.0, seeing: 1.14, shift: 4.5),
    SimulatedCamera("g", 1, 0.0038, 3.9, sky: 58, dark: 1.4, seeing: 1.07, shift: 10.4),
    SimulatedCamera("r", 2, 0.0051, 4.7, sky: 110, dark: 1.0, seeing: 1.00, shift: 0),
    SimulatedCamera("i", 3, 0.0065, 5.0, sky: 160, dark: 2.5, seeing: 0.96, shift: 3.3),
    SimulatedCamera("z", 4, 0.0345, 4.8, sky: 90, dark: 1.2, seeing: 0.97, shift: 7.4),
  ]

  package static func named(_ band: String) -> SimulatedCamera? { all.first { $0.band == band } }

  private init(
    _ band: String, _ index: Int, _ calibration: Double, _ gain: Double, sky: Double, dark: Double,
    seeing: Double, shift: Double
  ) {
    (self.band, self.index, self.calibration, self.gain) = (band, index, calibration, gain)
    (self.sky, self.darkVariance, self.seeing, self.shift) = (sky, dark, seeing, shift)
    (fullWell, isCalibrated) = (40_000, false)
    zeroPoint = 22.5 - 2.5 * log10(calibration)
  }

  /// A band by what its pictures reach.
  package struct Exposure: Sendable {
    package let band: String
    /// The magnitude of a point at five times its noise.
    let depth: Double
    /// Full width at half maximum in arcseconds.
    let seeing: Double
    /// The magnitude at which a star's middle pixel is full.
    let full: Double
    /// Electrons of one unit of the pictures.
    let gain: Double

    init(_ band: String, _ depth: Double, seeing: Double, full: Double, gain: Double) {
      (self.band, self.depth, self.seeing) = (band, depth, seeing)
      (self.full, self.gain) = (full, gain)
    }
  }

  /// - Parameters:
  ///   - zeroPoint: the magnitude of one unit.
  ///   - scale: arcseconds per pixel.
  ///   - reference: the seeing in r, in arcseconds.
  package init(
    exposure: Exposure, zeroPoint: Double, scale: Double, reference: Double, shift: Double,
    isStack: Bool = false
  ) {
    band = exposure.band
    index = ["u", "g", "r", "i", "z", "y"].firstIndex(of: band) ?? 2
    self.zeroPoint = zeroPoint
    calibration = pow(10, 0.4 * (22.5 - zeroPoint))
    gain = exposure.gain
    seeing = exposure.seeing / reference
    (self.shift, isCalibrated) = (shift, isStack)
    // A Gaussian point spread adds the noise of 2.27 squared widths of pixels.
    let width = exposure.seeing / scale
    let limit = pow(10, 0.4 * (zeroPoint - exposure.depth))
    let noise = limit / 5 / (2.266 * width * width).squareRoot()
    darkVariance = isStack ? 0 : pow(10 / exposure.gain, 2)
    sky = max(0, noise * noise - darkVariance) * exposure.gain
    // The middle pixel of a Moffat profile holds about 0.75 over the squared width of the light.
    fullWell = sky + 0.75 / (width * width) * pow(10, 0.4 * (zeroPoint - exposure.full))
  }
}
