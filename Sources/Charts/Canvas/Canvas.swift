internal import CCairo

/// What figures are drawn on: a Cairo surface filled with its ground, closed when it goes away.
///
/// Coordinates are in pixels at scale 1, x to the right and y downwards. Nothing drawn can fail;
/// Cairo keeps the first error, and the figure's writer asks for it at the end.
public struct Canvas: ~Copyable {
  public let size: FigureSize
  let ground: Ground
  let context: OpaquePointer
  private let surface: OpaquePointer
  /// Takes the texts of an SVG; nil where letters are drawn.
  let letters: SVGTexts?

  init(
    size: FigureSize, surface: OpaquePointer, ground: Ground = .light, letters: SVGTexts? = nil
  ) {
    self.size = size
    self.ground = ground
    self.surface = surface
    self.letters = letters
    _ = InstalledFonts.areRead
    context = cairo_create(surface)
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT)
    // Unhinted widths: a layout is the same at every scale.
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    fill(Box(x: 0, y: 0, width: size.width, height: size.height), .paper)
  }

  /// A canvas of pixels, `scale` of them to a unit.
  init(pixels size: FigureSize, scale: Double, ground: Ground = .light) throws(ChartError) {
    let width = (size.width * scale).rounded(.up)
    let height = (size.height * scale).rounded(.up)
    guard width >= 1, height >= 1, width <= 32_000, height <= 32_000, width * height <= 3e8 else {
      throw ChartError(
        "it would be \(NumberText.rounded(width)) × \(NumberText.rounded(height)) pixels,"
          + " more than a picture may have; draw fewer parts or use a smaller scale")
    }
    let (columns, rows) = (Int32(width), Int32(height))  // bounded above
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows)
    cairo_surface_set_device_scale(surface, scale, scale)
    self.init(size: size, surface: Self.present(surface), ground: ground)
  }

  /// A canvas to measure texts on before a figure's size is known.
  static func measuring() -> Canvas {
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1)
    return Canvas(size: FigureSize(width: 1, height: 1), surface: present(surface))
  }

  /// Cairo's creators never return null, not even without memory: they return a surface in error.
  static func present(_ surface: OpaquePointer?) -> OpaquePointer {
    guard let surface else { preconditionFailure("Cairo returned no surface") }
    return surface
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Ends the drawing and throws what Cairo complained about, if anything.
  func finish() throws(ChartError) {
    cairo_surface_flush(surface)
    try Self.check(cairo_status(context))
    try Self.check(cairo_surface_status(surface))
  }

  static func check(_ status: cairo_status_t) throws(ChartError) {
    guard status == CAIRO_STATUS_SUCCESS else {
      throw ChartError("Cairo reports: \(String(cString: cairo_status_to_string(status)))")
    }
  }

  /// The finished pixels of a canvas made by `init(pixels:scale:)`.
  func picture() throws(ChartError) -> Picture {
    try finish()
    let width = Int(cairo_image_surface_get_width(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    guard let data = cairo_image_surface_get_data(surface) else {
      throw ChartError("the canvas has no pixels")
    }
    var picture = Picture(width: width, height: height)
    for row in 0..<height {
      let line = UnsafeRawPointer(data + row * stride)
      for column in 0..<width {
        picture.set(column, row, line.load(fromByteOffset: 4 * column, as: UInt32.self))
      }
    }
    return picture
  }
}
