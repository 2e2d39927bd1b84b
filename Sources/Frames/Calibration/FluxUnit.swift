internal import Foundation
internal import Sky

/// Units of flux density that a header may name.
enum FluxUnit {
  /// Nanomaggies a unit; nil for what is no flux density: counts, electrons, nothing.
  static func nanomaggies(_ text: String, _ headers: HeaderPair) throws(SurveyError) -> Double? {
    let plain = text.filter { !" ().^*".contains($0) }
    // "MJy" and "mJy" are a thousand million apart.
    guard plain.hasPrefix("MJ") else { return factors[plain.lowercased()] }
    let megajansky = 1e15 / janskys
    switch plain.dropFirst(3).lowercased() {
    case "": return megajansky
    case "/sr", "sr-1":
      guard let area = headers.double("PIXAR_SR"), area > 0, area < 1 else {
        throw SurveyError(
          "cannot calibrate an image in \(text): its header has no PIXAR_SR, the area of a pixel in "
            + "steradian; add it")
      }
      return megajansky * area
    default: return nil
    }
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
