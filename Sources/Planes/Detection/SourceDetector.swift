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
    let light = plane.showing(pixels)
    let other = other.map { $0.plane.showing($0.pixels) }
    let detections = light.withSEPImage(noise: 0, segments: segments) { image in
      // SEP only reads the image.
      nonisolated(unsafe) let image = image
      return workers.map(shapes.count) {
        measure(shapes[$0], foundIn: light, image, measuringIn: other, segments)
      }
    }
    return (detections, segments)
  }

  /// Aperture and place by the image in which the source was found, its light by the other; other
  /// sources are taken away.
  private func measure(
    _ shape: SourceShape, foundIn found: PixelPlane, _ image: UnsafePointer<sep_image>,
    measuringIn other: PixelPlane?, _ segments: Segmentation
  ) -> Detection {
    let (aperture, kronFlags) = kronAperture(shape, in: image)
    func light(in plane: PixelPlane) -> (sum: Aperture.Sum, radius: Double) {
      let sum = aperture.sum(
        x: shape.x, y: shape.y, in: plane, of: (Int(clamping: shape.number), segments))
      return (sum, halfLightRadius(shape, flux: sum.flux, in: plane, segments))
    }
    let (sum, radius) = light(in: other ?? found)
    let window = other == nil ? radius : light(in: found).radius
    let position = windowedPosition(shape, halfLightRadius: window, in: image)
    return Detection(
      x: position.x, y: position.y, flux: sum.flux, aperture: aperture, a: shape.a, b: shape.b,
      theta: shape.theta, halfLightRadius: radius,
      flags: CutoutFlags(sep: shape.flags | kronFlags | sum.flags))
  }

  /// 2.5 Kron radii, but never less than a circle of 3.5 pixels across, as SExtractor has it.
  private func kronAperture(
    _ shape: SourceShape, in image: UnsafePointer<sep_image>
  ) -> (Aperture, flags: Int32) {
    func kron(
      in image: UnsafePointer<sep_image>, of source: Int32
    ) -> (status: Int32, radius: Double, flags: Int32) {
      var (kron, flags) = (0.0, Int16.zero)
      let status = sep_kron_radius(
        image, shape.x, shape.y, shape.cxx, shape.cyy, shape.cxy, 6, source, &kron, &flags)
      return (status, 2.5 * kron, Int32(clamping: flags))
    }
    var (status, radius, flags) = kron(in: image, of: shape.number)
    // SEP flags what a neighbour covers like a missing pixel. Nothing is missing for that.
    if flags & SEP_APER_HASMASKED != 0, flags & SEP_APER_ALLMASKED == 0 {
      var alone = image.pointee
      alone.segmap = nil
      if alone.mask == nil || kron(in: &alone, of: 0).flags & SEP_APER_HASMASKED == 0 {
        flags &= ~SEP_APER_HASMASKED
      }
    }
    guard status == 0, radius * (shape.a * shape.b).squareRoot() > Self.smallestRadius else {
      return (.circle(radius: Self.smallestRadius), flags)
    }
    return (.ellipse(a: radius * shape.a, b: radius * shape.b, theta: shape.theta), flags)
  }

  private func halfLightRadius(
    _ shape: SourceShape, flux: Double, in plane: PixelPlane, _ segments: Segmentation
  ) -> Double {
    guard flux > 0 else { return .nan }
    let reach = 6 * shape.a
    func radius(_ x: Double, _ y: Double, _ image: UnsafePointer<sep_image>) -> Double {
      var (radius, half, total) = (0.0, 0.5, flux)
      var flags: Int16 = 0
      let status = sep_flux_radius(
        image, x, y, reach, 0, Aperture.subpixels, 0, &total, &half, 1, &radius, &flags)
      return status == 0 ? radius : .nan
    }
    let lone = LoneSource(
      in: plane, sky: 0, x: shape.x, y: shape.y,
      reach: LoneSource.Reach(radius: reach, a: shape.a, b: shape.b, theta: shape.theta),
      of: (Int(clamping: shape.number), segments))
    guard let lone else {
      return plane.withSEPImage(noise: 0, unmasked: true) { radius(shape.x, shape.y, $0) }
    }
    return lone.withSEPImage { radius(lone.x, lone.y, $0) }
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
