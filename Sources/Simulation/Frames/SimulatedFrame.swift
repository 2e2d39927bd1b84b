internal import FITS
internal import Foundation
internal import Tensors

/// One band's picture of a simulated field, in nanomaggies.
package struct SimulatedFrame: Sendable {
  let field: SimulatedField
  let camera: SimulatedCamera
  package let coordinates: TangentPlaneKeywords
  package let spread: PointSpread
  /// Nanomaggies of one count on this night.
  let calibration: Double
  let sky: Double
  private var random: RandomNumbers
  private var imperfections: RandomNumbers

  package init(_ field: SimulatedField, camera: SimulatedCamera) {
    self.field = field
    self.camera = camera
    var random = RandomNumbers.stream(
      UInt64(field.index) &* 8 &+ UInt64(camera.index) &+ 1, seed: field.settings.seed)
    coordinates = Self.displaced(field.coordinates, camera: camera, random: &random)
    let seeing = field.seeing * camera.seeing * (1 + 0.03 * random.normal())
    var spread = PointSpread(width: seeing / field.settings.pixelScale, random: &random)
    // Imperfections that are asked for draw from numbers of their own, so that nothing else changes.
    var imperfections = RandomNumbers.stream(
      (1 << 40) &+ UInt64(field.index) &* 8 &+ UInt64(camera.index) &+ 1, seed: field.settings.seed)
    if field.settings.psfTilt > 0 {
      spread.tilt(by: field.settings.psfTilt, random: &imperfections)
    }
    self.spread = spread
    let night = 1 + 0.03 * random.normal()
    calibration = camera.isCalibrated ? camera.calibration : camera.calibration * night
    sky = camera.sky * field.skyFactor * (1 + 0.04 * random.normal())
    (self.random, self.imperfections) = (random, imperfections)
  }

  /// Every band but r sees the sky a few pixels off and a little turned.
  private static func displaced(
    _ plane: TangentPlaneKeywords, camera: SimulatedCamera, random: inout RandomNumbers
  ) -> TangentPlaneKeywords {
    guard camera.band != "r", !camera.isCalibrated else { return plane }
    var result = plane
    result.x += 3 * random.normal()
    result.y += camera.shift + random.normal()
    result.rotation += 2e-4 * random.normal()
    result.scale *= 1 + 1e-4 * random.normal()
    return result
  }

  /// The root mean square of the empty sky, in nanomaggies.
  package var noise: Double {
    calibration * floorVariance.squareRoot()
  }

  /// The magnitude of one count.
  var zeroPoint: Double {
    camera.isCalibrated ? camera.zeroPoint : 22.5 - 2.5 * log10(calibration)
  }

  /// The variance of the empty sky, in squared counts.
  var floorVariance: Double { sky / camera.gain + camera.darkVariance }

  /// The picture, row-major [height, width].
  package mutating func pixels() throws -> [Float] { try drawn().pixels }

  /// The picture and what is wrong with it.
  package mutating func drawn() throws -> DrawnFrame {
    let light = try light()
    var pixels = light
    addNoise(to: &pixels)
    let settings = field.settings
    let defects = FrameDefects(width: settings.width, height: settings.height)
    if settings.amplifierSteps > 0 {
      defects.addAmplifierSteps(
        to: &pixels, amplifiers: 2, step: settings.amplifierSteps * noise, random: &imperfections)
    }
    var marks = [PixelMarks](repeating: [], count: pixels.count)
    if settings.saturation {
      defects.saturate(&pixels, level: saturation)
      let full = Float(saturation)
      for index in pixels.indices where pixels[index] >= full { marks[index] = .saturated }
    }
    let clean = pixels
    let events = random.poisson(settings.cosmicRays * settings.frameShare)
    for _ in 0..<events {
      let energy = calibration * random.spread(400, dex: 0.4)
      defects.addCosmicRay(to: &pixels, energy: energy, random: &random)
    }
    if events > 0 {
      for index in pixels.indices where pixels[index] != clean[index] {
        marks[index].insert(.cosmicRay)
      }
    }
    for _ in 0..<(settings.trails > 0 ? imperfections.poisson(settings.trails) : 0) {
      let trail = SatelliteTrail(
        width: settings.width, height: settings.height, spread: spread.width, noise: noise,
        random: &imperfections)
      trail.add(to: &pixels, marks: &marks, above: noise)
    }
    for _ in 0..<random.poisson(settings.badColumns) {
      defects.blankColumn(of: &pixels, random: &random)
    }
    for _ in 0..<random.poisson(settings.blankRegions * settings.frameShare) {
      defects.blankRegion(of: &pixels, random: &random)
    }
    for index in pixels.indices where pixels[index].isNaN { marks[index] = .missing }
    return DrawnFrame(frame: self, pixels: pixels, light: light, marks: marks)
  }

  /// The brightest a pixel can be, in nanomaggies above the sky.
  var saturation: Double { calibration * (camera.fullWell - sky) }

  /// The light of a source in this band, in nanomaggies.
  func flux(of source: SimulatedSource) -> Double {
    pow(10, 0.4 * (22.5 - source.magnitude(camera.index)))
  }

  /// The sources alone, without noise or defects.
  package func light() throws -> [Float] {
    let settings = field.settings
    let places = try places()
    let (width, height) = (settings.width, settings.height)
    var pixels = [Float](repeating: 0, count: width * height)
    pixels.withUnsafeMutableBufferPointer { buffer in
      for (number, source) in field.sources.enumerated() {
        let (x, y) = (places.x[number], places.y[number])
        let local = spread.gaussians(
          atX: 2 * x / Double(width) - 1, y: 2 * y / Double(height) - 1)
        let flux = flux(of: source)
        let parts = source.gaussians(
          flux: flux, x: x, y: y, spread: local, scale: settings.pixelScale)
        for part in parts {
          part.paint(on: buffer, width: width, height: height, floor: 0.01 * noise)
        }
      }
    }
    return pixels
  }

  /// Where the field's sources lie on this frame, in pixels counted from 0.
  package func places() throws -> (x: [Double], y: [Double]) {
    try WCS(header: coordinates.header).pixels(
      ra: field.sources.map(\.ra), dec: field.sources.map(\.dec))
  }

  /// Photon noise of sky and sources, read noise, and what sky subtraction leaves behind: a slope
  /// of some hundredths of the noise.
  private mutating func addNoise(to pixels: inout [Float]) {
    let (width, height) = (field.settings.width, field.settings.height)
    let floor = floorVariance
    let perFlux = 1 / (calibration * camera.gain)
    let slope = (0.04 * noise * random.normal(), 0.04 * noise * random.normal())
    var position = 0
    var spare: Double?
    for row in 0..<height {
      let level = slope.1 * (2 * Double(row) / Double(height) - 1)
      for column in 0..<width {
        let deviate: Double
        if let kept = spare {
          deviate = kept
          spare = nil
        } else {
          let pair = random.normalPair()
          deviate = pair.0
          spare = pair.1
        }
        let flux = Double(pixels[position])
        let deviation = calibration * (floor + max(0, flux) * perFlux).squareRoot()
        let residual = level + slope.0 * (2 * Double(column) / Double(width) - 1)
        pixels[position] = Float(flux + residual + deviation * deviate)
        position += 1
      }
    }
  }
}
