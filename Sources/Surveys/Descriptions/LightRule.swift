/// How the numbers in a survey's images become light.
public struct LightRule: Sendable {
  /// One way to know what a unit of the pixels is.
  public enum Way: Sendable, Equatable {
    /// The unit itself is one of flux: "nanomaggy"; nil: whatever BUNIT says, where it is one.
    case unit(String?)
    /// The magnitude (AB) of a flux of 1.
    case zeroPoint(Amount)
    /// The flux of a magnitude (AB): 0 for FLUXMAG0, 20 for FLUX20.
    case flux(ofMagnitude: Double, Amount)
    /// PHOTFLAM (erg s⁻¹ cm⁻² Å⁻¹ for 1 a second) and PHOTPLAM (Å), as of HST.
    case photflam(String, photplam: String)
    /// SDSS's tsField table beside a raw frame.
    case table
  }

  /// A number, or the keyword that holds it.
  public enum Amount: Sendable, Equatable {
    case number(Double)
    case keyword(String)
  }

  /// The ways, of which the first that a header allows is taken.
  public struct Calibration: Sendable, Equatable {
    public let way: Way
    /// The keyword of the exposure time (s) where the zero point is that of counts a second and the pixels are counts.
    public let perSecond: String?
  }

  public let calibrations: [Calibration]
  /// asinh-scaled pixels p stand for offset + softening · 2 sinh(p / 1.0857); where both keywords are there.
  public let asinh: (softening: String, offset: String)?
  /// Taken away before anything else, where the keyword is there.
  public let bias: String?
  /// The keywords for electrons a unit of the pixels.
  public let gain: [String]
  /// The keywords for the value at which pixels are full.
  public let saturation: [String]
}
