internal import CSEP
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
    var status: Int32 = 0
    var allowed = Self.mostPixels.withLock { $0 }
    repeat {
      let isDone = plane.withSEPImage(of: pixels, noise: Double(noise)) { image in
        FreshThread.run {
          status = sep_extract(
            image, threshold, SEP_THRESH_REL, Int32(settings.minimumArea), filter, 3,
            3, SEP_FILTER_CONV, Int32(settings.deblendLevels), settings.deblendContrast,
            settings.cleaning > 0 ? 1 : 0, settings.cleaning, &result)
        }
      }
      guard isDone else {
        throw SurveyError("cannot find sources in \(name): no thread could be started for it")
      }
    } while status == Self.tooManyPixels && Self.allowMore(than: &allowed)
    try SEPStatus.check(
      status, "find sources in \(name)", advice: "raise the detection threshold")
    guard let result else { throw SurveyError("cannot find sources in \(name): out of memory") }
    catalog = result
  }

  deinit { sep_catalog_free(catalog) }

  var count: Int { Int(catalog.pointee.nobj) }

  /// Which source every pixel belongs to.
  func segmentation(of plane: PixelPlane) -> Segmentation {
    let sources = catalog.pointee
    var numbers = [Int32](repeating: 0, count: plane.width * plane.height)
    for index in 0..<count {
      guard let pixels = sources.pix[index] else { continue }
      for place in UnsafeBufferPointer(start: pixels, count: Int(sources.npix[index])) {
        numbers[Int(place)] = Int32(index + 1)
      }
    }
    return Segmentation(width: plane.width, height: plane.height, numbers: numbers)
  }

  /// What SEP measured of the source at `index`.
  func shape(_ index: Int) -> SourceShape {
    let sources = catalog.pointee
    return SourceShape(
      number: Int32(index + 1), x: sources.x[index], y: sources.y[index],
      a: Double(sources.a[index]),
      b: Double(sources.b[index]), theta: Double(sources.theta[index]),
      cxx: Double(sources.cxx[index]), cyy: Double(sources.cyy[index]),
      cxy: Double(sources.cxy[index]), isophotalFlux: Double(sources.flux[index]),
      flags: Int32(sources.flag[index]))
  }

  /// SEP's status where bright pixels are more than it allows (sepcore.h: PIXSTACK_FULL).
  private static let tooManyPixels: Int32 = 2

  /// How many pixels above the threshold SEP allows at once: for every image, however small, it
  /// prepares the memory of as many. The limit is global to the process, and rises when an image
  /// exhausts it, to that of a crowded frame of many megapixels.
  private static let mostPixels = {
    sep_set_sub_object_limit(8192)
    sep_set_extract_pixstack(usualPixels)
    return Mutex(usualPixels)
  }()

  private static let (usualPixels, crowdedPixels) = (300_000, 2_000_000)

  /// Raises the limit where `allowed` was not enough; false where it is as high as it may be.
  private static func allowMore(than allowed: inout Int) -> Bool {
    mostPixels.withLock { most in
      if most < crowdedPixels {
        most = crowdedPixels
        sep_set_extract_pixstack(most)
      }
      defer { allowed = most }
      return most > allowed
    }
  }
}

/// Position and extent of a source as its brightest pixels have them.
struct SourceShape {
  /// Its place in the list, counted from 1.
  let number: Int32
  let x, y, a, b, theta, cxx, cyy, cxy, isophotalFlux: Double
  let flags: Int32
}
