import FITS
import Foundation
import Simulation
import Testing

/// Single sources on an otherwise empty sky, drawn and measured.
@Suite struct SimulatedFrameTests {
  private func field(_ sources: [SimulatedSource], seed: UInt64 = 5) throws -> SimulatedField {
    var settings = SurveySimulator.Settings(fields: 1, seed: seed)
    (settings.width, settings.height) = (256, 220)
    var field = try SimulatedField(0, settings: settings)
    field.sources = sources
    return field
  }

  /// A source in the middle of the r frame plus (dx, dy) pixels.
  private func placed(
    _ source: SimulatedSource, dx: Double = 0, dy: Double = 0, in field: SimulatedField
  ) throws -> SimulatedSource {
    var source = source
    let wcs = try WCS(header: field.coordinates.header)
    (source.ra, source.dec) = try wcs.sky(x: 128 + dx, y: 110 + dy)
    return source
  }

  private static let star = SimulatedSource(magnitudes: [20, 19, 18.5, 18.2, 18])
  private static func galaxy(_ profile: RadialProfile, radius: Double, axisRatio: Double = 1)
    -> SimulatedSource
  {
    SimulatedSource(
      magnitudes: [20, 19, 18.5, 18.2, 18],
      components: [
        .init(profile: profile, share: 1, radius: radius, axisRatio: axisRatio, angle: 0.7)
      ])
  }

  @Test(arguments: SimulatedCamera.all.map(\.band))
  func `a star's light and place are its magnitude and position in every band`(band: String) throws
  {
    let camera = try #require(SimulatedCamera.named(band))
    var field = try field([])
    field.sources = [try placed(Self.star, dx: 3.37, dy: -8.81, in: field)]
    let frame = SimulatedFrame(field, camera: camera)
    let pixels = try frame.light()
    var (sum, x, y) = (0.0, 0.0, 0.0)
    for (index, pixel) in pixels.enumerated() {
      sum += Double(pixel)
      x += Double(pixel) * Double(index % 256)
      y += Double(pixel) * Double(index / 256)
    }
    let flux = pow(10, 0.4 * (22.5 - Self.star.magnitudes[camera.index]))
    #expect(abs(sum / flux - 1) < 0.01)
    let wcs = try WCS(header: frame.header)
    let place = try wcs.pixel(ra: field.sources[0].ra, dec: field.sources[0].dec)
    #expect(abs(x / sum - place.x) < 0.1 && abs(y / sum - place.y) < 0.1)
    let shift = try WCS(header: field.coordinates.header).pixel(
      ra: field.sources[0].ra, dec: field.sources[0].dec)
    #expect(band == "r" || abs(place.y - shift.y) > 0.5)
  }

  @Test func `a star is as wide as the seeing`() throws {
    var field = try field([])
    field.sources = [try placed(Self.star, in: field)]
    let frame = SimulatedFrame(field, camera: try #require(SimulatedCamera.named("r")))
    let pixels = try frame.light()
    // The area above half of the peak, on a straight-line refined grid, is a circle of that width.
    let peak = Double(pixels.max() ?? 0)
    let area =
      Double(
        (0..<(40 * 40)).flatMap { cell -> [Bool] in
          let (left, bottom) = (108 + cell % 40, 90 + cell / 40)
          return (0..<64).map { step in
            let (a, b) = (Double(step % 8) / 8, Double(step / 8) / 8)
            func at(_ i: Int, _ j: Int) -> Double { Double(pixels[(bottom + j) * 256 + left + i]) }
            let low = (1 - a) * at(0, 0) + a * at(1, 0)
            let high = (1 - a) * at(0, 1) + a * at(1, 1)
            return (1 - b) * low + b * high > peak / 2
          }
        }.count { $0 }) / 64
    let width = 2 * (area / .pi).squareRoot()
    #expect(abs(width / frame.spread.width - 1) < 0.04)
  }

  @Test(
    arguments: [(RadialProfile.exponential, 1.0), (.deVaucouleurs, 1.0), (.exponential, 0.5)])
  func `half of a large galaxy's light lies within its radius`(
    profile: RadialProfile, axisRatio: Double
  ) throws {
    var field = try field([])
    field.sources = [try placed(Self.galaxy(profile, radius: 4, axisRatio: axisRatio), in: field)]
    let frame = SimulatedFrame(field, camera: try #require(SimulatedCamera.named("r")))
    let pixels = try frame.light()
    let size = 4 / 0.396
    var inside = 0.0
    for row in 0..<220 {
      for column in 0..<256 {
        let (dx, dy) = (Double(column) - 128, Double(row) - 110)
        let along = dx * cos(0.7) + dy * sin(0.7)
        let across = dy * cos(0.7) - dx * sin(0.7)
        if along * along * axisRatio + across * across / axisRatio < size * size {
          inside += Double(pixels[row * 256 + column])
        }
      }
    }
    let flux = pow(10, 0.4 * (22.5 - 18.5))
    // The point spread moves a little light outwards.
    #expect((0.455...0.51).contains(inside / flux))
  }

  @Test func `the noise is the sky's where the sky is empty`() throws {
    let field = try field([])
    for camera in SimulatedCamera.all {
      var frame = SimulatedFrame(field, camera: camera)
      let pixels = try frame.pixels().filter(\.isFinite).map(Double.init).sorted()
      let spread = (pixels[pixels.count * 84 / 100] - pixels[pixels.count * 16 / 100]) / 2
      #expect(abs(spread / frame.noise - 1) < 0.03)
    }
    // Real SDSS frames: u 0.040, g 0.016, r 0.024, i 0.040, z 0.16 nanomaggies.
    let typical = [0.043, 0.0155, 0.0256, 0.0386, 0.157]
    for (camera, noise) in zip(SimulatedCamera.all, typical) {
      let factor = SimulatedFrame(field, camera: camera).noise / noise
      #expect((0.75...1.3).contains(factor))
    }
  }
}
