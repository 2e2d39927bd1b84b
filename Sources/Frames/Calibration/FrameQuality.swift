package import FITS
package import Planes
internal import Sky

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

  /// Reads the companions of an image. Pixels without any weight become missing ones.
  package static func read(
    _ planes: BandPlanes, _ plane: PixelPlane, calibration: PixelCalibration, name: String,
    decoder: TileDecoder?, files: SharedFiles
  ) throws -> (FrameQuality, PixelPlane) {
    var quality = FrameQuality()
    quality.photon = calibration.photon
    if let level = calibration.saturation, plane.pixels.contains(where: { $0 >= level }) {
      quality.saturation = level
    }
    if let address = planes.mask {
      quality.marked = try pixels(address, plane, "mask", name, decoder, files).map {
        $0 == 0 ? 0 : 1
      }
    }
    guard let address = planes.weight else { return (quality, plane) }
    let weights = try pixels(address, plane, "weights", name, decoder, files)
    let square = calibration.scale * calibration.scale
    let inverse = weights.map { value -> Float in
      let inverse: Float =
        switch planes.uncertainty {
        case .inverseVariance: value / square
        case .variance: 1 / (value * square)
        case .sigma: 1 / (value * value * square)
        }
      return value > 0 && inverse.isFinite ? inverse : 0
    }
    quality.inverseVariance = inverse
    var light = plane.pixels
    for index in light.indices where inverse[index] == 0 { light[index] = .nan }
    return (quality, PixelPlane(width: plane.width, height: plane.height, pixels: light))
  }

  private static func pixels(
    _ address: PlaneAddress, _ plane: PixelPlane, _ what: String, _ name: String,
    _ decoder: TileDecoder?, _ files: SharedFiles
  ) throws -> [Float] {
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
    return try file.plane(of: unit, slice: address.slice, decoder: decoder).pixels
  }

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
