internal import Foundation

/// What a figure is drawn on: white paper, or a dark page.
///
/// Figures are drawn for paper; on a dark ground every colour is exchanged for one that is seen
/// there as well. Pictures of the sky stay as they are.
public enum Ground: Sendable, CaseIterable {
  case light, dark

  /// The colour that stands for `colour` here.
  package func shown(_ colour: Colour) -> Colour {
    guard self == .dark else { return colour }
    if colour.red == colour.green, colour.green == colour.blue {
      // Paper, ink and the greys between them change places.
      let grey = Self.lightest + colour.red * (Self.darkest - Self.lightest)
      return Colour(red: grey, green: grey, blue: grey, opacity: colour.opacity)
    }
    let luminance = colour.luminance
    guard luminance < Self.leastLuminance else { return colour }
    let white = (Self.leastLuminance - luminance) / (1 - luminance)
    func lifted(_ part: Double) -> Double {
      let linear = Colour.linear(part)
      return Colour.encoded(linear + white * (1 - linear))
    }
    return Colour(
      red: lifted(colour.red), green: lifted(colour.green), blue: lifted(colour.blue),
      opacity: colour.opacity)
  }

  private static let (darkest, lightest) = (0.09, 0.93)
  /// Three times as bright as the ground with the eye's own 0.05 added to both (WCAG 2, 1.4.11).
  private static let leastLuminance = 3 * (Colour.linear(darkest) + 0.05) - 0.05
}

extension Colour {
  /// The relative luminance of sRGB, from 0 to 1.
  package var luminance: Double {
    0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  fileprivate static func linear(_ part: Double) -> Double {
    part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
  }

  fileprivate static func encoded(_ light: Double) -> Double {
    light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
  }
}
