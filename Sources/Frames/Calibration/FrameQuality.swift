package import FITS
internal import Foundation
package import Planes
internal import Sky
package import Surveys

/// What is known of a frame's pixels besides their light.
public struct FrameQuality: Sendable {
  /// 1/σ² of every pixel; 0 where it means nothing. nil where the survey gives none.
  public var inverseVariance: [Float]?
  /// 1 for every pixel that the survey's mask marks; nil without a mask.
  public var marked: [UInt8]?
  /// The light at which pixels are full; nil where it is unknown or no pixel is that bright.
  public var saturation: Float?
  /// The variance that one unit of light brings; nil where the gain is unknown.
  public var photon: Double?
  /// What should be told of them.
  public private(set) var remarks: [FrameRemark] = []
  private var isRelative = false
  /// Whether the light is in nanomaggies.
  private var isKnown = false

  /// Reads the companions of an image. Pixels without any weight become missing ones.
  package static func read(
    _ planes: BandPlanes, _ plane: PixelPlane, calibration: PixelCalibration, survey: Survey,
    name: String, decoder: TileDecoder?, files: SharedFiles
  ) throws -> (FrameQuality, PixelPlane) {
    var quality = FrameQuality()
    quality.remarks = calibration.remarks
    quality.isKnown = calibration.isKnown
    quality.photon = calibration.photon
    if let level = calibration.saturation, plane.pixels.contains(where: { $0 >= level }) {
      quality.saturation = level
    }
    if let address = planes.mask {
      quality.mark(
        try Companion(address, of: plane, "mask", name, decoder, files, isMask: true), survey.mask,
        planes.band,
        isExpectedNamed: survey.words == nil)
    }
    guard let address = planes.weight else { return (quality, plane) }
    let companion = try Companion(address, of: plane, "weights", name, decoder, files)
    let asinh = try survey.light.asinh.flatMap {
      try AsinhScaling(
        companion.headers, softening: $0.softening, offset: $0.offset, path: address.path)
    }
    let square = calibration.scale * calibration.scale
    let inverse = companion.pixels.map { pixel -> Float in
      let value = asinh?.linear(pixel) ?? pixel
      let inverse: Float =
        switch planes.uncertainty {
        case .inverseVariance, .weight: value / square
        case .variance: 1 / (value * square)
        case .sigma: 1 / (value * value * square)
        }
      return value > 0 && inverse.isFinite ? inverse : 0
    }
    quality.inverseVariance = inverse
    quality.isRelative = planes.uncertainty == .weight
    guard inverse.contains(0) else { return (quality, plane) }
    return (quality, plane.leavingOut { inverse[$0] == 0 })
  }

  /// - Parameter isExpectedNamed: whether the mask's header should name its bits.
  private mutating func mark(
    _ mask: Companion, _ rule: MaskRule, _ band: String, isExpectedNamed: Bool
  ) {
    let header = { (keyword: String) in mask.headers.own.int(keyword) }
    let isNamed = rule.applies(header: header)
    let bad = isNamed ? rule.badBits(band: band, header: header) : nil
    let marks: [UInt8] =
      if let bits = mask.bits {
        bits.map { MaskRule.marks(bits: $0, bad: bad) ? 1 : 0 }
      } else {
        mask.pixels.map { MaskRule.marks($0, bad: bad) ? 1 : 0 }
      }
    marked = marks
    if !isNamed, isExpectedNamed { remarks.append(.maskBitsUnnamed) }
    let share = Double(marks.reduce(0) { $0 + Int($1) }) / Double(max(marks.count, 1))
    if share > 0.5 { remarks.append(.maskMarksMost(share: share)) }
  }

  /// - Parameter share: of the pixels, which hold one value side by side.
  mutating func note(filled share: Double) { remarks.append(.filled(share: share)) }

  /// Compares zero point and uncertainties with the noise of the sky, and brings relative weights to it.
  package mutating func compare(withNoise noise: Float) {
    guard noise > 0, noise.isFinite else { return }
    let magnitude = Magnitudes.zeroPoint - 2.5 * log10(Double(noise))
    if isKnown, !Self.noises.contains(magnitude) {
      remarks.append(.zeroPointImplausible(noise: magnitude))
    }
    guard let inverse = inverseVariance else { return }
    let stride = max(1, inverse.count / 100_000)
    var sample = Swift.stride(from: 0, to: inverse.count, by: stride).compactMap {
      inverse[$0] > 0 ? inverse[$0] : nil
    }
    guard !sample.isEmpty else { return }
    sample.sort()
    let ratio = 1 / (Double(sample[sample.count / 2]).squareRoot() * Double(noise))
    guard ratio < 1 / Self.tolerance || ratio > Self.tolerance else { return }
    guard isRelative, ratio < 1 / Self.scaling || ratio > Self.scaling else {
      remarks.append(.uncertaintiesDisagree(ratio: ratio))
      return
    }
    let factor = ratio * ratio
    inverseVariance = inverse.map { Float(Double($0) * factor) }
    remarks.append(.weightsScaled(by: factor))
  }

  /// The magnitudes of a pixel's noise, from an exposure of a second with a photographic lens (some 13) to the deepest
  /// fields from space (some 34), and beyond.
  private static let noises = 10.0...38

  /// How many times the noise that uncertainties state may be that of the sky, whose pixels are often correlated.
  private static let tolerance = 3.0
  /// The same for weights, which beyond it are no 1/σ² but something proportional to it.
  private static let scaling = 5.0

  /// 1/σ² of every pixel: the survey's, or what sky noise and photons make of the light.
  ///
  /// - Parameter background: of the same plane.
  package func inverseVariance(of plane: PixelPlane, background: Background) -> [Float] {
    if let inverseVariance { return inverseVariance }
    let (sky, noise) = (background.level, background.noise)
    let photon = Float(photon ?? 0)
    return plane.pixels.map { light in
      light.isFinite ? 1 / (noise * noise + max(0, light - sky) * photon) : 0
    }
  }
}

/// The pixels of a plane that goes with an image.
private struct Companion {
  /// Empty where bits were read instead.
  let pixels: [Float]
  /// What a mask of whole numbers holds: single precision would lose bits beyond the 24th.
  let bits: [UInt32]?
  let headers: HeaderPair

  init(
    _ address: PlaneAddress, of plane: PixelPlane, _ what: String, _ name: String,
    _ decoder: TileDecoder?, _ files: SharedFiles, isMask: Bool = false
  ) throws {
    let file = try files.open(address.path)
    guard let unit = try address.unit ?? Frame.firstPlane(of: file),
      let shape = try file.imageShape(of: unit)
    else {
      throw SurveyError("cannot read the \(what) of \(name): \(address.path) holds no image")
    }
    guard shape.suffix(2) == [plane.height, plane.width] else {
      let text = shape.reversed().map(String.init).joined(separator: "×")
      throw SurveyError(
        "cannot use \(address) as the \(what) of \(name): it has \(text) pixels, the image "
          + "\(plane.width)×\(plane.height); leave it out or give the one that belongs to it")
    }
    bits = isMask ? try file.bits(of: unit, slice: address.slice, decoder: decoder) : nil
    pixels =
      bits == nil
      ? try file.plane(of: unit, slice: address.slice, decoder: decoder).pixels : []
    headers = try HeaderPair(of: file, unit: unit)
  }
}
