/// What one band's detector does to light, close to the SDSS camera (Gunn et al. 1998, AJ 116,
/// 3040) as measured on real corrected frames.
package struct SimulatedCamera: Sendable {
  package let band: String
  /// Position among u, g, r, i, z.
  package let index: Int
  /// Nanomaggies of one count.
  package let calibration: Double
  /// Electrons of one count.
  package let gain: Double
  /// Sky in counts per pixel.
  package let sky: Double
  /// Read noise and dark current as a variance, in squared counts.
  package let darkVariance: Double
  /// Seeing relative to r.
  package let seeing: Double
  /// The typical displacement from the r frame along y, in pixels.
  package let shift: Double
  /// The largest charge of a pixel, in counts.
  package static let fullWell = 40_000.0

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
  }
}
