internal import CSEP
public import Sky
public import Tensors

/// Finds the sources in an image as SExtractor does (Bertin & Arnouts 1996, by way of SEP).
public struct SourceDetector: Sendable {
  public var settings: DetectionSettings

  public init(_ settings: DetectionSettings = DetectionSettings()) {
    self.settings = settings
  }

  /// The sources of a plane, in SEP's order (the same on every run).
  ///
  /// - Parameter name: what is looked at, named in errors ("band r of field 003918-3-0213").
  public func detect(
    in plane: PixelPlane, background: Background, name: String,
    workers: Workers = Workers(threads: 1)
  ) throws(SurveyError) -> [Detection] {
    try segmented(in: plane, background: background, name: name, workers: workers).detections
  }

  /// The same, and which pixels belong to which of them.
  ///
  /// - Parameter measured: another plane of the same pixels, and these less its sky, in which the
  ///   light of what was found is measured (SExtractor's dual-image mode); nil measures where it is
  ///   found.
  package func segmented(
    in plane: PixelPlane, background: Background,
    measuringIn measured: (plane: PixelPlane, pixels: [Float])? = nil, name: String,
    workers: Workers
  ) throws(SurveyError) -> (detections: [Detection], segments: Segmentation) {
    precondition(
      measured.map { $0.plane.width == plane.width && $0.plane.height == plane.height } ?? true)
    return try detect(
      plane, pixels: background.subtracted(from: plane, name: name), noise: background.noise,
      measuringIn: measured, name: name, workers)
  }

  /// The sources of a plane without sky.
  ///
  /// - Parameter noise: the standard deviation of a pixel.
  func detect(
    inSkySubtracted plane: PixelPlane, noise: Float, name: String
  ) throws(SurveyError) -> [Detection] {
    try detect(
      plane, pixels: plane.pixels, noise: noise, name: name, Workers(threads: 1)
    ).detections
  }

  private func detect(
    _ plane: PixelPlane, pixels: [Float], noise: Float,
    measuringIn other: (plane: PixelPlane, pixels: [Float])? = nil, name: String,
    _ workers: Workers
  ) throws(SurveyError) -> (detections: [Detection], segments: Segmentation) {
    let extraction = try Extraction(
      plane, pixels: pixels, noise: noise, settings: settings, name: name)
    let shapes = (0..<extraction.count).map { extraction.shape($0) }
    let segments = extraction.segmentation(of: plane)
    let detections = plane.withSEPImage(of: pixels, noise: 0, segments: segments) { found in
      // SEP only reads the images.
      nonisolated(unsafe) let found = found
      guard let other else {
        return workers.map(shapes.count) { measure(shapes[$0], foundIn: found, in: found) }
      }
      return other.plane.withSEPImage(of: other.pixels, noise: 0, segments: segments) { image in
        nonisolated(unsafe) let image = image
        return workers.map(shapes.count) { measure(shapes[$0], foundIn: found, in: image) }
      }
    }
    return (detections, segments)
  }

  /// Aperture and place by the image in which the source was found, its light by the other; pixels
  /// of other sources are left out.
  private func measure(
    _ shape: SourceShape, foundIn found: UnsafePointer<sep_image>,
    in image: UnsafePointer<sep_image>
  ) -> Detection {
    let (aperture, kronFlags) = kronAperture(shape, in: found)
    let (flux, fluxFlags) = aperture.sum(
      x: shape.x, y: shape.y, in: image, sky: 0, of: shape.number)
    let radius = halfLightRadius(shape, flux: flux, in: image)
    var window = radius
    if found != image {
      let (all, _) = aperture.sum(x: shape.x, y: shape.y, in: found, sky: 0, of: shape.number)
      window = halfLightRadius(shape, flux: all, in: found)
    }
    let position = windowedPosition(shape, halfLightRadius: window, in: found)
    return Detection(
      x: position.x, y: position.y, flux: flux, aperture: aperture, a: shape.a, b: shape.b,
      theta: shape.theta, halfLightRadius: radius,
      flags: CutoutFlags(sep: shape.flags | kronFlags | fluxFlags))
  }

  /// 2.5 Kron radii, but never less than a circle of 3.5 pixels across, as SExtractor has it.
  private func kronAperture(
    _ shape: SourceShape, in image: UnsafePointer<sep_image>
  ) -> (Aperture, flags: Int32) {
    var kron = 0.0
    var flags: Int16 = 0
    let status = sep_kron_radius(
      image, shape.x, shape.y, shape.cxx, shape.cyy, shape.cxy, 6, shape.number, &kron,
      &flags)
    let radius = 2.5 * kron
    guard status == 0, radius * (shape.a * shape.b).squareRoot() > Self.smallestRadius else {
      return (.circle(radius: Self.smallestRadius), Aperture.told(flags, in: image))
    }
    let aperture = Aperture.ellipse(a: radius * shape.a, b: radius * shape.b, theta: shape.theta)
    return (aperture, Aperture.told(flags, in: image))
  }

  private func halfLightRadius(
    _ shape: SourceShape, flux: Double, in image: UnsafePointer<sep_image>
  ) -> Double {
    var (radius, half, total) = (0.0, 0.5, flux)
    var flags: Int16 = 0
    let status = sep_flux_radius(
      image, shape.x, shape.y, 6 * shape.a, shape.number, Aperture.subpixels, 0, &total, &half, 1,
      &radius, &flags)
    return status == 0 && flux > 0 ? radius : .nan
  }

  /// A Gaussian-weighted centre; the barycentre where the window wanders off to a neighbour.
  private func windowedPosition(
    _ shape: SourceShape, halfLightRadius: Double, in image: UnsafePointer<sep_image>
  ) -> (x: Double, y: Double) {
    guard halfLightRadius > 0 else { return (shape.x, shape.y) }
    var (x, y) = (0.0, 0.0)
    var iterations: Int32 = 0
    var flags: Int16 = 0
    // SExtractor's window: a Gaussian whose full width at half maximum is the half-light diameter.
    let sigma = 2 / 2.35 * halfLightRadius
    let status = sep_windowed(
      image, shape.x, shape.y, sigma, 11, 0, &x, &y, &iterations, &flags)
    let distance = ((x - shape.x) * (x - shape.x) + (y - shape.y) * (y - shape.y)).squareRoot()
    guard status == 0, flags == 0, distance <= 1 else { return (shape.x, shape.y) }
    return (x, y)
  }

  static let smallestRadius = 1.75
}
