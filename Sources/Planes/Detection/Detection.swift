/// A source found in an image, measured on that image less its sky.
public struct Detection: Sendable, Equatable {
  /// The windowed position (Bertin's XWIN, YWIN): 0-based pixels, the first pixel's centre is 0.
  public var x: Double
  public var y: Double
  /// Kron-like total flux (SExtractor's FLUX_AUTO) in the image's unit.
  public var flux: Double
  /// What the flux was summed in.
  public var aperture: Aperture
  /// Half-axes of the source's light in pixels (root of its second moments), and the angle of the
  /// longer one in radians from the x axis towards the y axis.
  public var a: Double
  public var b: Double
  public var theta: Double
  /// The radius in pixels that holds half of the flux.
  public var halfLightRadius: Double
  public var flags: CutoutFlags
}
