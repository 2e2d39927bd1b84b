internal import CCairo

/// The look of a text: DejaVu Sans in a size and weight.
public struct Lettering: Sendable, Equatable {
  public var size: Double
  public var isBold: Bool
  public var colour: Colour

  public init(size: Double, isBold: Bool = false, colour: Colour = Colour(hex: 0x1A1A1A)) {
    (self.size, self.isBold, self.colour) = (size, isBold, colour)
  }

  public static let title = Lettering(size: 16, isBold: true)
  public static let heading = Lettering(size: 13.5, isBold: true)
  public static let axisTitle = Lettering(size: 13)
  public static let tick = Lettering(size: 12)
  public static let legend = Lettering(size: 12.5)
  public static let note = Lettering(size: 11.5, colour: .softInk)

  /// Distance between the lines of a paragraph.
  public var lineHeight: Double { (size * 1.32).rounded() }
}

/// Which point of a text's box a position names.
public struct Anchor: Sendable, Equatable {
  public enum Horizontal: Sendable { case left, centre, right }
  public enum Vertical: Sendable { case top, middle, baseline }
  public var horizontal: Horizontal
  public var vertical: Vertical

  public init(_ horizontal: Horizontal, _ vertical: Vertical) {
    (self.horizontal, self.vertical) = (horizontal, vertical)
  }
}

/// Texts: drawn, measured, shortened and broken into lines.
extension Canvas {
  /// Draws one line of text; `rotated` turns it to read upwards, a `halo` keeps it legible over
  /// data.
  public func text(
    _ text: String, x: Double, y: Double, _ lettering: Lettering,
    _ anchor: Anchor = Anchor(.left, .baseline), rotated: Bool = false,
    halo: Bool = false
  ) {
    use(lettering)
    let line = Self.printable(text)
    let shiftX: Double =
      switch anchor.horizontal {
      case .left: 0
      case .centre: -width(of: line, lettering) / 2
      case .right: -width(of: line, lettering)
      }
    // Parts of the type size: DejaVu's capitals are 0.73 of it high.
    let shiftY =
      switch anchor.vertical {
      case .top: 0.8 * lettering.size
      case .middle: 0.365 * lettering.size
      case .baseline: 0.0
      }
    cairo_save(context)
    cairo_translate(context, x, y)
    if rotated { cairo_rotate(context, -.pi / 2) }
    defer { cairo_restore(context) }
    let halo = halo ? LineStyle(.paper.opacity(0.85), width: 4) : nil
    if let letters {
      guard !line.isEmpty else { return }
      // Placed before it is anchored: an editor keeps a centred text centred.
      let placed = SVGTexts.Placed(
        text: line, x: rotated ? x + shiftY : x, y: rotated ? y : y + shiftY,
        anchor: anchor.horizontal, isUpwards: rotated, size: lettering.size,
        isBold: lettering.isBold, colour: ground.shown(lettering.colour),
        halo: halo.map { (ground.shown($0.colour), $0.width) })
      mark(letters.mark(placed), from: shiftX, to: shiftX + width(of: line, lettering), y: shiftY)
      return
    }
    if let halo {
      cairo_move_to(context, shiftX, shiftY)
      cairo_text_path(context, line)
      use(halo)
      cairo_stroke(context)
    }
    use(lettering.colour)
    cairo_move_to(context, shiftX, shiftY)
    cairo_show_text(context, line)
  }

  /// A line in the place of a text, for `SVGTexts` to find.
  private func mark(_ limit: Double, from left: Double, to right: Double, y: Double) {
    use(LineStyle(.black, width: 1))
    cairo_set_miter_limit(context, limit)
    cairo_move_to(context, left, y)
    cairo_line_to(context, right, y)
    cairo_stroke(context)
  }

  public func width(of text: String, _ lettering: Lettering) -> Double {
    use(lettering)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, Self.printable(text), &extents)
    return extents.x_advance
  }

  /// The text, or its beginning and "…" where it is wider than `limit`.
  public func shortened(_ text: String, to limit: Double, _ lettering: Lettering) -> String {
    guard width(of: text, lettering) > limit else { return text }
    let characters = Array(text.prefix(2000))
    var (fits, tooLong) = (0, characters.count + 1)
    while tooLong - fits > 1 {
      let middle = (fits + tooLong) / 2
      let candidate = String(characters[..<middle]) + "…"
      if width(of: candidate, lettering) <= limit { fits = middle } else { tooLong = middle }
    }
    var start = characters[..<fits]
    while start.last == " " { start.removeLast() }
    return String(start) + "…"
  }

  /// The text in at most `count` lines no wider than `limit`, broken between words.
  public func lines(
    of text: String, within limit: Double, _ lettering: Lettering, atMost count: Int
  ) -> [String] {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    var lines: [String] = []
    var rest = words[...]
    while !rest.isEmpty, lines.count < count - 1 {
      var line = rest.removeFirst()
      while let next = rest.first, width(of: line + " " + next, lettering) <= limit {
        line += " " + next
        rest.removeFirst()
      }
      lines.append(shortened(line, to: limit, lettering))
    }
    if !rest.isEmpty {
      lines.append(shortened(rest.joined(separator: " "), to: limit, lettering))
    }
    return lines
  }

  private func use(_ lettering: Lettering) {
    let weight = lettering.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
    cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, weight)
    cairo_set_font_size(context, lettering.size)
  }

  /// Control characters have no glyph (and a zero byte would end the text): spaces instead.
  private static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
      return text
    }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
  }
}
