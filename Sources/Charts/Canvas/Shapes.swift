internal import CCairo

/// Lines, areas, dots and pictures.
extension Canvas {
  public func fill(_ box: Box, _ colour: Colour) {
    use(colour)
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
    cairo_fill(context)
  }

  public func stroke(_ box: Box, _ style: LineStyle) {
    use(style)
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
    cairo_stroke(context)
  }

  /// A straight line; horizontal and vertical ones of width 1 fall on whole pixels.
  public func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ style: LineStyle
  ) {
    use(style)
    let vertical = start.x == end.x
    let horizontal = start.y == end.y
    cairo_move_to(
      context, vertical ? Self.crisp(start.x) : start.x, horizontal ? Self.crisp(start.y) : start.y)
    cairo_line_to(
      context, vertical ? Self.crisp(end.x) : end.x, horizontal ? Self.crisp(end.y) : end.y)
    cairo_stroke(context)
  }

  /// A line through points; a point that is not finite interrupts it.
  public func polyline(_ points: [(x: Double, y: Double)], _ style: LineStyle) {
    use(style)
    var isOpen = false
    for point in points {
      guard point.x.isFinite, point.y.isFinite else {
        isOpen = false
        continue
      }
      if isOpen {
        cairo_line_to(context, point.x, point.y)
      } else {
        cairo_move_to(context, point.x, point.y)
      }
      isOpen = true
    }
    cairo_stroke(context)
  }

  /// The area inside a closed line.
  public func fill(_ outline: [(x: Double, y: Double)], _ colour: Colour) {
    guard let first = outline.first else { return }
    use(colour)
    cairo_move_to(context, first.x, first.y)
    for point in outline.dropFirst() { cairo_line_to(context, point.x, point.y) }
    cairo_close_path(context)
    cairo_fill(context)
  }

  public func dot(x: Double, y: Double, radius: Double, _ colour: Colour) {
    use(colour)
    cairo_arc(context, x, y, radius, 0, 2 * .pi)
    cairo_fill(context)
  }

  /// A picture stretched over `box`, its pixels shown as squares.
  public func draw(_ picture: Picture, in box: Box) {
    let surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32(picture.width), Int32(picture.height))
    defer { cairo_surface_destroy(surface) }
    guard let data = cairo_image_surface_get_data(surface) else { return }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for row in 0..<picture.height {
      let line = UnsafeMutableRawPointer(data + row * stride)
      for column in 0..<picture.width {
        let start = (row * picture.width + column) * 3
        let (red, green) = (UInt32(picture.bytes[start]), UInt32(picture.bytes[start + 1]))
        let pixel = red << 16 | green << 8 | UInt32(picture.bytes[start + 2])
        line.storeBytes(of: pixel, toByteOffset: 4 * column, as: UInt32.self)
      }
    }
    cairo_surface_mark_dirty(surface)
    cairo_save(context)
    cairo_translate(context, box.x, box.y)
    cairo_scale(context, box.width / Double(picture.width), box.height / Double(picture.height))
    cairo_set_source_surface(context, surface, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
    // Painting, not filling a rectangle: an SVG then holds a plain image, which all viewers show.
    cairo_paint(context)
    cairo_restore(context)
  }

  /// Draws with everything outside `box` cut off.
  public func clipped(to box: Box, _ body: () -> Void) {
    cairo_save(context)
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
    cairo_clip(context)
    body()
    cairo_restore(context)
  }

  func use(_ colour: Colour) {
    let colour = ground.shown(colour)
    cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, colour.opacity)
  }

  func use(_ style: LineStyle) {
    use(style.colour)
    cairo_set_line_width(context, style.width)
    cairo_set_dash(context, style.dashes, Int32(style.dashes.count), 0)
  }

  /// The nearest coordinate at which a line of width 1 covers one row of pixels.
  static func crisp(_ coordinate: Double) -> Double {
    (coordinate - 0.5).rounded() + 0.5
  }
}
