internal import ArgumentParser
internal import Foundation
internal import Surveys

/// How pixels become what the network sees.
struct StretchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How pixels are scaled: peak (each band over its own peak: shape, not brightness), asinh "
        + "(of signal over noise) or linear."))
  var stretch = Stretch.Kind.peak

  @Option(
    help:
      "The spread in pixels of the Gaussian that fades the rim; 0: none. Default: 5 for peak, else 0."
  )
  var apodisation: Float?

  @Option(help: "The signal over noise at which asinh turns from linear to logarithmic.")
  var softening: Float = 1

  @Option(
    help: "The side of the central square that is used, in pixels. Default: the whole cutout.")
  var crop: Int?

  func stretch(for set: CutoutSet) throws -> Stretch {
    try Stretch(
      stretch, fittedTo: set, softening: softening, apodisation: apodisation, crop: crop)
  }
}

/// A stretch as the text that a model file carries.
enum StretchText {
  static func encode(_ stretch: Stretch) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(stretch), as: UTF8.self)
  }

  static func decode(_ text: String, of path: String) throws -> Stretch {
    do {
      return try JSONDecoder().decode(Stretch.self, from: Data(text.utf8))
    } catch {
      throw CommandFailure(
        "cannot use \(path): it does not say how cutouts are stretched for it; it may come from "
          + "another version of this program")
    }
  }
}
