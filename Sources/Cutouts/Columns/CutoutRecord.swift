internal import Foundation
public import Planes
public import Sky

/// What is known about one cutout besides its pixels; never its class.
public struct CutoutRecord: Sendable, Equatable {
  /// "003918-3-0213-00042", or the name a catalog gave it.
  public var id: String
  /// The position on the sky, degrees (ICRS).
  public var ra: Double
  public var dec: Double
  /// The position in the reference band's frame: 0-based pixels, the first pixel's centre is 0.
  public var x: Double
  public var y: Double
  /// "003918-3-0213"
  public var field: String
  /// The magnitude in the reference band, zero point − 2.5 log₁₀ flux; NaN where there is no light.
  public var mag: Float
  /// The flux in every band, in survey units, in the aperture that fits the reference band.
  public var flux: [Float]
  /// The standard deviation of each of these: noise of the sky and of the light under the aperture, or what the
  /// survey says of it; empty in sets made before it was measured.
  public var fluxErrors: [Float] = []
  /// The standard deviation of a sky pixel of every band's frame.
  public var noise: [Float]
  /// The level of the sky of every band's frame.
  public var sky: [Float]
  public var flags: CutoutFlags
  /// The share of the cutout's pixels that are missing, over all bands.
  public var edgeFraction: Float
  /// `[dx, dy]` of every band: the source lies at column size/2 + dx and row size/2 + dy.
  public var offsets: [Float]
  /// The linear part of the world coordinates at the source, CD1_1, CD1_2, CD2_1, CD2_2 of every band in degrees a
  /// pixel of the cutout, on the plane that touches the sky at the source; empty where it is unknown.
  public var pixelMatrix: [Double] = []
  /// The full width at half maximum in pixels of the field's point spread in every band, and the level of the sky
  /// around the source, as measured when the set was made; empty where they were not.
  public var seeing: [Float] = []
  public var localSky: [Float] = []
  /// Half-axes of the light in pixels and the longer one's angle in radians; NaN if not detected.
  public var a: Float
  public var b: Float
  public var theta: Float
  /// The radius in pixels that holds half of the flux in the reference band; NaN if unknown.
  public var halfLightRadius: Float
  /// The file name of the reference band's frame.
  public var source: String
  /// The row of the catalog that the position was taken from, counted from 0; nil if detected.
  public var catalogRow: Int?
  /// Of an artificial star, where the star lies whose copy it is; nil for all else, and in sets made before it was told.
  public var original: SkyPosition?
  /// The unit of that file, from 0; nil in sets made before it was told.
  public var hdu: Int?
  /// What CHECKSUM and DATASUM of that unit said: "correct", "wrong" or "absent".
  public var checksum = ""

  package init(
    id: String, ra: Double, dec: Double, x: Double, y: Double, field: String, mag: Float,
    flux: [Float], noise: [Float], sky: [Float], flags: CutoutFlags, edgeFraction: Float,
    offsets: [Float], a: Float, b: Float, theta: Float, halfLightRadius: Float, source: String,
    catalogRow: Int? = nil, hdu: Int? = nil, checksum: String = ""
  ) {
    self.id = id
    self.ra = ra
    self.dec = dec
    self.x = x
    self.y = y
    self.field = field
    self.mag = mag
    self.flux = flux
    self.noise = noise
    self.sky = sky
    self.flags = flags
    self.edgeFraction = edgeFraction
    self.offsets = offsets
    self.a = a
    self.b = b
    self.theta = theta
    self.halfLightRadius = halfLightRadius
    self.source = source
    self.catalogRow = catalogRow
    self.hdu = hdu
    self.checksum = checksum
  }

  package static func magnitude(flux: Double, zeroPoint: Double = 22.5) -> Float {
    flux > 0 ? Float(zeroPoint - 2.5 * log10(flux)) : .nan
  }

  /// The standard deviation of a magnitude, to first order; NaN where there is no light.
  package static func magnitudeError(flux: Double, error: Double) -> Float {
    flux > 0 ? Float(2.5 / log(10) * error / flux) : .nan
  }
}
