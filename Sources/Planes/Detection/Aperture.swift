internal import CSEP

/// The ellipse or circle that a source's light is summed in.
public enum Aperture: Sendable, Equatable {
  /// Half-axes `a` and `b` in pixels, `theta` in radians from the x axis towards the y axis.
  case ellipse(a: Double, b: Double, theta: Double)
  /// The radius in pixels.
  case circle(radius: Double)

  /// What an aperture holds.
  package struct Sum {
    /// NaN where none of the aperture's pixels shows the source.
    package var flux: Double
    /// The pixels of the frame that it covers.
    package var area: Double
    /// SEP's flags of an aperture: HASMASKED says that pixels under it are missing, or that other sources
    /// cover more than half of it.
    package var flags: Int32
  }

  /// The light in the aperture around `(x, y)`, the sky taken away from every pixel.
  ///
  /// What is missing, and what belongs to other sources, counts as `LoneSource` has it: as the pixel on the
  /// other side of the centre, else as the mean of those as far from it.
  ///
  /// - Parameters:
  ///   - sky: the level of the sky under the source.
  ///   - source: its number in a segmentation of the plane; nil sums whatever lies in the aperture.
  ///   - isVariance: the plane holds variances, and what is counted twice has four times its own.
  package func sum(
    x: Double, y: Double, in plane: PixelPlane, sky: Float = 0,
    of source: (number: Int, segments: Segmentation)? = nil, isVariance: Bool = false
  ) -> Sum {
    guard abs(x) < 1e9, abs(y) < 1e9, shape.radius < 1e6 else { return .nothing }
    let lone = LoneSource(
      in: plane, sky: sky, x: x, y: y, reach: shape, weight: isVariance ? 3 : 1, of: source)
    guard let lone else {
      var sum = plane.withSEPImage(noise: 0, unmasked: true) { raw(x: x, y: y, in: $0) }
      sum.flux -= Double(sky) * sum.area
      return sum.area > 0 ? sum : .nothing
    }
    var sum = lone.withSEPImage { raw(x: lone.x, y: lone.y, in: $0) }
    let replaced = lone.withSEPImage(of: \.replaced) { raw(x: lone.x, y: lone.y, in: $0).flux }
    guard sum.area > 0, replaced < sum.area * (1 - 1e-6) else { return .nothing }
    let missing = lone.withSEPImage(of: \.missing) { raw(x: lone.x, y: lone.y, in: $0).flux }
    if missing > 0 || replaced > sum.area / 2 { sum.flags |= SEP_APER_HASMASKED }
    return sum
  }

  /// SEP's sum over an image as it is.
  private func raw(x: Double, y: Double, in image: UnsafePointer<sep_image>) -> Sum {
    var (sum, error, area) = (0.0, 0.0, 0.0)
    var flags: Int16 = 0
    let status =
      switch self {
      case .ellipse(let a, let b, let theta):
        sep_sum_ellipse(
          image, x, y, a, b, theta, 1, 0, Self.subpixels, 0, &sum, &error, &area, &flags)
      case .circle(let radius):
        sep_sum_circle(image, x, y, radius, 0, Self.subpixels, 0, &sum, &error, &area, &flags)
      }
    return status == 0 ? Sum(flux: sum, area: area, flags: Int32(clamping: flags)) : .nothing
  }

  private var shape: LoneSource.Reach {
    switch self {
    case .ellipse(let a, let b, let theta):
      LoneSource.Reach(radius: max(a, b), a: a, b: b, theta: theta)
    case .circle(let radius): LoneSource.Reach(radius: radius, a: 1, b: 1, theta: 0)
    }
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

extension Aperture.Sum {
  static let nothing = Aperture.Sum(flux: .nan, area: 0, flags: SEP_APER_ALLMASKED)
}
