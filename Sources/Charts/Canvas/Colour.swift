/// A colour in sRGB, components from 0 to 1.
public struct Colour: Sendable, Equatable {
  public var red, green, blue, opacity: Double

  public init(red: Double, green: Double, blue: Double, opacity: Double = 1) {
    (self.red, self.green, self.blue, self.opacity) = (red, green, blue, opacity)
  }

  /// 0xRRGGBB.
  public init(hex: UInt32, opacity: Double = 1) {
    self.init(
      red: Double(hex >> 16 & 255) / 255, green: Double(hex >> 8 & 255) / 255,
      blue: Double(hex & 255) / 255, opacity: opacity)
  }

  /// 0xRRGGBB.
  var hex: UInt32 {
    [red, green, blue].reduce(0) { $0 << 8 | Self.byte($1) }
  }

  /// A component as 0 to 255; what is no number is 0.
  static func byte(_ part: Double) -> UInt32 {
    UInt32((min(1, max(0, part)) * 255).rounded())  // bounded above
  }

  public func opacity(_ opacity: Double) -> Colour {
    var copy = self
    copy.opacity = opacity
    return copy
  }
}

/// The palette of Okabe & Ito (2008, "Color universal design"), told apart with any colour vision.
extension Colour {
  public static let orange = Colour(hex: 0xE69F00)
  public static let skyBlue = Colour(hex: 0x56B4E9)
  public static let green = Colour(hex: 0x009E73)
  public static let yellow = Colour(hex: 0xF0E442)
  public static let blue = Colour(hex: 0x0072B2)
  public static let vermilion = Colour(hex: 0xD55E00)
  public static let purple = Colour(hex: 0xCC79A7)
  public static let black = Colour(hex: 0x000000)

  /// The order in which series take colours; yellow, too faint for lines on white, is left out.
  public static let series: [Colour] = [
    .blue, .vermilion, .green, .purple, .orange, .skyBlue, .black,
  ]

  /// Colours of series beside one that is blue.
  package static let besideOurs: [Colour] = [
    .vermilion, .green, .purple, .orange, .black, Colour(hex: 0x8C8C8C),
  ]

  /// The colour of the `index`th category: the palette, then its darker, then its lighter shades.
  public static func category(_ index: Int) -> Colour {
    let hues = series.dropLast()
    let hue = series[index % hues.count]
    switch index / hues.count % 3 {
    case 0: return hue
    case 1: return hue.mixed(with: .black, 0.45)
    default: return hue.mixed(with: .paper, 0.5)
    }
  }

  private func mixed(with other: Colour, _ part: Double) -> Colour {
    Colour(
      red: red + (other.red - red) * part, green: green + (other.green - green) * part,
      blue: blue + (other.blue - blue) * part, opacity: opacity)
  }

  static let paper = Colour(hex: 0xFFFFFF)
  static let ink = Colour(hex: 0x1A1A1A)
  static let softInk = Colour(hex: 0x555555)
  static let frame = Colour(hex: 0x666666)
  static let grid = Colour(hex: 0xE4E4E4)
}
