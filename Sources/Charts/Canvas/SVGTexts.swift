internal import Foundation

/// The texts of an SVG, which stay texts: to be searched, restyled and rewritten in any editor of drawings.
///
/// Cairo's SVG surface turns letters into outlines. So a canvas for SVG draws a mark in the place of every text, a thin
/// line with a miter limit that nothing else has, and the finished document gets the texts where their marks are: at the same
/// depth, and inside the same clips.
final class SVGTexts {
  /// Where a text stands on the page, and how it looks there.
  struct Placed {
    var text: String
    /// The start, middle or end of its baseline.
    var x, y: Double
    var anchor: Anchor.Horizontal
    var isUpwards: Bool
    var size: Double
    var isBold: Bool
    var colour: Colour
    /// What is painted around the letters.
    var halo: (colour: Colour, width: Double)?
  }

  private var elements: [String] = []

  /// Takes a text.
  ///
  /// - Returns: the miter limit of the line that marks its place.
  func mark(_ placed: Placed) -> Double {
    elements.append(Self.element(placed))
    return Double(Self.firstMark + elements.count - 1)
  }

  /// The document with every mark exchanged for its text.
  func placed(in document: String) -> String {
    var result = ""
    var rest = document[...]
    while let path = rest.firstRange(of: "<path "),
      let end = rest[path.upperBound...].firstRange(of: ">")
    {
      let tag = rest[path.lowerBound..<end.upperBound]
      result += rest[..<path.lowerBound]
      if let number = Self.mark(in: tag), elements.indices.contains(number) {
        result += elements[number]
      } else {
        result += tag
      }
      rest = rest[end.upperBound...]
    }
    return result + rest
  }

  private static let firstMark = 1_000_000

  /// The number of the mark that a path is; nil for any other path.
  private static func mark(in path: Substring) -> Int? {
    guard let name = path.firstRange(of: "stroke-miterlimit") else { return nil }
    let digits = path[name.upperBound...].drop { !$0.isNumber }.prefix { $0.isNumber }
    return Int(digits).map { $0 - firstMark }
  }

  private static func element(_ placed: Placed) -> String {
    let anchor =
      switch placed.anchor {
      case .left: ""
      case .centre: " text-anchor=\"middle\""
      case .right: " text-anchor=\"end\""
      }
    let (x, y) = (number(placed.x), number(placed.y))
    let turn = placed.isUpwards ? " transform=\"rotate(-90 \(x) \(y))\"" : ""
    // Where DejaVu Sans is not at hand: Verdana was drawn to its widths.
    var element =
      "<text x=\"\(x)\" y=\"\(y)\"\(turn)\(anchor) font-family=\"DejaVu Sans, Verdana, sans-serif\""
      + " font-size=\"\(number(placed.size))\"\(placed.isBold ? " font-weight=\"bold\"" : "")"
      + paint("fill", placed.colour)
    if let halo = placed.halo {
      element +=
        paint("stroke", halo.colour)
        + " stroke-width=\"\(number(halo.width))\" stroke-linejoin=\"round\" paint-order=\"stroke\""
    }
    return element + " xml:space=\"preserve\">\(escaped(placed.text))</text>"
  }

  private static func paint(_ what: String, _ colour: Colour) -> String {
    let parts = [colour.red, colour.green, colour.blue].map(Colour.byte)
    let hex = String(format: "#%02x%02x%02x", parts[0], parts[1], parts[2])
    let opacity = colour.opacity < 1 ? " \(what)-opacity=\"\(number(colour.opacity))\"" : ""
    return " \(what)=\"\(hex)\"\(opacity)"
  }

  /// At most three digits behind the point, and no more than it takes.
  private static func number(_ value: Double) -> String {
    let thousandths = (value * 1000).rounded()
    return thousandths.remainder(dividingBy: 1000) == 0
      ? String(format: "%.0f", thousandths / 1000) : "\(thousandths / 1000)"
  }

  static func escaped(_ text: String) -> String {
    // Characters that XML has not.
    let scalars = text.unicodeScalars.map { 0xFFFE...0xFFFF ~= $0.value ? "\u{FFFD}" : $0 }
    return String(String(String.UnicodeScalarView(scalars)).map { $0.isWhitespace ? " " : $0 })
      .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
