internal import ArgumentParser
internal import Console
internal import Cutouts
internal import Foundation

/// How pixels become what the network sees.
struct StretchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How pixels are scaled: matched (every band resampled to one point spread and centre, over its "
        + "own peak, after their stack), peak (each band over its own peak as it is), asinh (of "
        + "signal over noise) or linear. Default: matched for cutouts of the sky of 32 pixels or "
        + "more, else peak; linear for other pictures."))
  var stretch: Stretch.Kind?

  @Option(
    "The spread of the Gaussian that fades the rim; 0: none. Default: 5 for matched and peak, else 0.",
    in: 0...4096, "pixels")
  var apodisation: Float?

  @Option(
    "The signal over noise at which asinh turns from linear to logarithmic.",
    in: 1e-6...1e6)
  var softening: Float = 1

  @Option(
    "The side of the central square that is used (resampled pixels if matched). Default: the whole cutout.",
    in: 1...4096, "pixels")
  var crop: Int?

  func stretch(for set: CutoutSet) throws -> Stretch {
    try Stretch(
      stretch ?? usual(for: set), fittedTo: set, softening: softening, apodisation: apodisation,
      crop: crop)
  }
}

extension StretchOptions {
  /// The least side of cutouts of the sky, in pixels, that are seen at one point spread unless another stretch is asked for.
  static let leastMatchedSide = 32

  private func usual(for set: CutoutSet) -> Stretch.Kind {
    guard set.isOfSky else { return .linear }
    return set.size >= Self.leastMatchedSide ? .matched : .peak
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
