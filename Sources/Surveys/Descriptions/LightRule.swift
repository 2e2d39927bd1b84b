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
    /// The keywords for the exposure time (s) where the zero point is that of counts a second and the pixels are counts;
    /// empty where it is not.
    public let perSecond: [String]
    /// The keyword of the magnitudes lost in one more airmass, where the zero point is that at the zenith.
    public let extinction: String?
    /// The band that it is for; nil for all.
    let band: NamePattern?

    public func isFor(_ name: String?) -> Bool {
      guard let band else { return true }
      return name.map { band.match($0) != nil } ?? false
    }
  }

  public let calibrations: [Calibration]
  /// In which bands zero points are those of Vega's magnitudes, and what is to be added to them for AB's; the first name
  /// that fits counts, and a band of none is in AB.
  let vega: [(band: NamePattern, toAB: Double?)]
  /// The keywords that may say in what system the magnitudes of a header are.
  public let system: [String]
  /// asinh-scaled pixels p stand for offset + softening · 2 sinh(p / 1.0857); where both keywords are there.
  public let asinh: (softening: String, offset: String)?
  /// Taken away before anything else, where the keyword is there.
  public let bias: String?
  /// The keywords for electrons a unit of the pixels.
  public let gain: [String]
  /// The keywords for the value at which pixels are full.
  public let saturation: [String]

  /// The magnitudes of a band's zero points.
  public enum System: Sendable, Equatable {
    case ab
    /// What is to be added for AB; nil where it is not known.
    case vega(toAB: Double?)
  }

  public func system(of band: String) -> System {
    vega.first { $0.band.match(band) != nil }.map { .vega(toAB: $0.toAB) } ?? .ab
  }
}
