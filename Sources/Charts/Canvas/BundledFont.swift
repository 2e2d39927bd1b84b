internal import Files
internal import Foundation

/// The font that some packages bring with the program, so that figures look alike on machines without fonts.
enum BundledFont {
  /// Lets fontconfig look beside the program alone, where a font lies there; done once, before the first letter.
  /// The environment's own FONTCONFIG_FILE stands.
  static let isChosen: Bool = {
    guard let settings = Installation.path(of: "fonts/fonts.conf") else { return false }
    setenv("FONTCONFIG_FILE", settings, 0)
    return true
  }()
}
