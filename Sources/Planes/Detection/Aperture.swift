internal import CSEP

/// The ellipse or circle that a source's light is summed in.
public enum Aperture: Sendable, Equatable {
  /// Half-axes `a` and `b` in pixels, `theta` in radians from the x axis towards the y axis.
  case ellipse(a: Double, b: Double, theta: Double)
  /// The radius in pixels.
  case circle(radius: Double)

  /// The light in the aperture around `(x, y)` less the sky under it.
  ///
  /// - Parameters:
  ///   - background: the plane's sky; nil where the plane has none any more.
  ///   - source: the source's number in a segmentation of the plane, whose other sources' pixels
  ///     count as the mean of the rest; nil sums whatever lies in the aperture.
  package func sum(
    x: Double, y: Double, in plane: PixelPlane, background: Background?,
    of source: (number: Int, segments: Segmentation)? = nil
  ) -> (flux: Double, flags: Int32) {
    guard abs(x) < 1e9, abs(y) < 1e9 else { return (.nan, SEP_APER_ALLMASKED) }
    return plane.withSEPImage(noise: 0, segments: source?.segments) { image in
      sum(
        x: x, y: y, in: image, sky: background?.level(x: Int(x), y: Int(y)) ?? 0,
        of: Int32(source?.number ?? 0))
    }
  }

  /// - Parameter source: its number in the image's segmentation; 0 for none.
  func sum(
    x: Double, y: Double, in image: UnsafePointer<sep_image>, sky: Float, of source: Int32
  ) -> (flux: Double, flags: Int32) {
    var (sum, error, area) = (0.0, 0.0, 0.0)
    var flags: Int16 = 0
    let status =
      switch self {
      case .ellipse(let a, let b, let theta):
        sep_sum_ellipse(
          image, x, y, a, b, theta, 1, source, Self.subpixels, 0, &sum, &error, &area, &flags)
      case .circle(let radius):
        sep_sum_circle(
          image, x, y, radius, source, Self.subpixels, 0, &sum, &error, &area, &flags)
      }
    guard status == 0 else { return (.nan, SEP_APER_ALLMASKED) }
    return (sum - Double(sky) * area, Self.told(flags, in: image))
  }

  /// SEP's flags of an aperture. What a neighbour covers is flagged like a missing pixel; where the
  /// image has none, that flag falls.
  static func told(_ flags: Int16, in image: UnsafePointer<sep_image>) -> Int32 {
    let isWhole = image.pointee.mask == nil && Int32(flags) & SEP_APER_ALLMASKED == 0
    return isWhole ? Int32(flags) & ~SEP_APER_HASMASKED : Int32(flags)
  }

  /// The same aperture in pixels of another size.
  package func scaled(by factor: Double) -> Aperture {
    switch self {
    case .ellipse(let a, let b, let theta): .ellipse(a: a * factor, b: b * factor, theta: theta)
    case .circle(let radius): .circle(radius: radius * factor)
    }
  }

  static let subpixels: Int32 = 5
}
