internal import CSEP
internal import Sky
internal import Synchronization

/// SEP's list of the sources in one image, which frees itself.
struct Extraction: ~Copyable {
  private let catalog: UnsafeMutablePointer<sep_catalog>

  /// - Parameter pixels: the plane's pixels less the sky.
  init(
    _ plane: PixelPlane, pixels: [Float], noise: Float, settings: DetectionSettings, name: String
  ) throws(SurveyError) {
    var result: UnsafeMutablePointer<sep_catalog>?
    let threshold = Float(settings.threshold(inBands: 1))
    // SExtractor's default filter, a 3×3 pyramid.
    let filter: [Float] = [1, 2, 1, 2, 4, 2, 1, 2, 1]
    func extract() -> Int32 {
      var status: Int32 = 0
      plane.showing(pixels).withSEPImage(noise: Double(noise)) { image in
        SEPThread.run("find sources in \(name)") {
          status = sep_extract(
            image, threshold, SEP_THRESH_REL, Int32(clamping: settings.minimumArea), filter, 3,
            3, SEP_FILTER_CONV, Int32(clamping: settings.deblendLevels), settings.deblendContrast,
            settings.cleaning > 0 ? 1 : 0, settings.cleaning, &result)
          // At once: SEP may have freed what it never had.
          SEPStatus.stopWithoutMemory(status)
        }
      }
      return status
    }
    let most = min(plane.width * plane.height + 4 * (plane.width + plane.height), 2_000_000)
    let allowed = Self.allow(min(most, 300_000))
    var status = extract()
    if status == Self.tooManyPixels, allowed < most {
      Self.allow(most)
      status = extract()
    }
    try SEPStatus.check(
      status, "find sources in \(name)", advice: "raise the detection threshold")
    guard let result else { throw SurveyError("cannot find sources in \(name): out of memory") }
    catalog = result
  }

  deinit { sep_catalog_free(catalog) }

  var count: Int { Int(clamping: catalog.pointee.nobj) }

  /// Which source every pixel belongs to.
  func segmentation(of plane: PixelPlane) -> Segmentation {
    let sources = catalog.pointee
    var numbers = [Int32](repeating: 0, count: plane.width * plane.height)
    for index in 0..<count {
      guard let pixels = sources.pix[index] else { continue }
      for place in UnsafeBufferPointer(start: pixels, count: Int(clamping: sources.npix[index])) {
        numbers[Int(clamping: place)] = Int32(clamping: index + 1)
      }
    }
    return Segmentation(width: plane.width, height: plane.height, numbers: numbers)
  }

  /// What SEP measured of the source at `index`.
  func shape(_ index: Int) -> SourceShape {
    let sources = catalog.pointee
    return SourceShape(
      number: Int32(clamping: index + 1), x: sources.x[index], y: sources.y[index],
      a: Double(sources.a[index]),
      b: Double(sources.b[index]), theta: Double(sources.theta[index]),
      cxx: Double(sources.cxx[index]), cyy: Double(sources.cyy[index]),
      cxy: Double(sources.cxy[index]), isophotalFlux: Double(sources.flux[index]),
      flags: Int32(clamping: sources.flag[index]))
  }

  /// SEP's status where bright pixels are more than it allows (sepcore.h: PIXSTACK_FULL).
  private static let tooManyPixels: Int32 = 2

  /// Lets at least so many pixels lie above the threshold at once, and returns how many may.
  ///
  /// SEP prepares the memory of as many pixels as its limit allows for every image, however small.
  /// The limit, which is global to the process, therefore only grows with the images, and to that of
  /// a crowded frame of many megapixels only where one exhausts it.
  @discardableResult
  private static func allow(_ pixels: Int) -> Int {
    allowed.withLock { allowed in
      guard pixels > allowed else { return allowed }
      allowed = pixels
      sep_set_extract_pixstack(pixels)
      sep_set_sub_object_limit(8192)
      return pixels
    }
  }

  private static let allowed = Mutex(0)
}

/// Position and extent of a source as its brightest pixels have them.
struct SourceShape {
  /// Its place in the list, counted from 1.
  let number: Int32
  let x, y, a, b, theta, cxx, cyy, cxy, isophotalFlux: Double
  let flags: Int32
}
