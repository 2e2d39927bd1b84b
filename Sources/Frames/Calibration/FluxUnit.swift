internal import FITS
internal import Foundation
internal import Sky

/// Units of flux density that a header may name.
enum FluxUnit {
  /// Nanomaggies a unit; nil for what is no flux density: counts, electrons, nothing.
  ///
  /// A number may come first ("10 nJy", "1e-9*Jy"), "/pixel" last.
  static func nanomaggies(_ text: String, _ headers: HeaderPair) throws(SurveyError) -> Double? {
    let text = text.trimmingCharacters(in: .whitespaces)
    if let number = text.prefixMatch(of: /[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?/) {
      let rest = text[number.range.upperBound...].drop { " *".contains($0) }
      guard let factor = Double(text[number.range]), factor > 0, rest.first?.isLetter == true else {
        return nil
      }
      return try nanomaggies(String(rest), headers).map { factor * $0 }
    }
    var plain = text.filter { !" ().^*".contains($0) }
    for ending in ["/pixel", "/pix"] where plain.lowercased().hasSuffix(ending) {
      plain.removeLast(ending.count)
    }
    // "MJy" and "mJy" are a thousand million apart.
    guard plain.hasPrefix("MJ") else { return factors[plain.lowercased()] }
    let megajansky = 1e15 / janskys
    switch plain.dropFirst(3).lowercased() {
    case "": return megajansky
    case "/sr", "sr-1":
      guard let area = headers.double("PIXAR_SR") ?? area(headers.own), area > 0, area < 1 else {
        throw SurveyError(
          "cannot calibrate an image in \(text): its header has neither PIXAR_SR, the area of a pixel in "
            + "steradian, nor world coordinates that tell it; add one of them")
      }
      return megajansky * area
    default: return nil
    }
  }

  /// The area of a pixel by its world coordinates, in steradian.
  private static func area(_ header: Header) -> Double? {
    guard let scale = try? WCS(header: header).pixelScale else { return nil }
    let side = scale / 3600 * .pi / 180
    return side * side
  }

  /// The flux of AB magnitude 0 in jansky (Oke & Gunn 1983).
  private static let janskys = 3631.0

  private static let factors: [String: Double] = {
    var factors: [String: Double] = [
      "jy": 1e9 / janskys, "mjy": 1e6 / janskys, "ujy": 1e3 / janskys, "µjy": 1e3 / janskys,
      "microjy": 1e3 / janskys, "microjansky": 1e3 / janskys, "njy": 1 / janskys,
      "nanojansky": 1 / janskys,
      "maggy": 1e9, "maggies": 1e9, "mgy": 1e9,
    ]
    for name in ["nanomaggy", "nanomaggies", "nmgy", "nmaggy", "nanomaggie"] { factors[name] = 1 }
    return factors
  }()
}
