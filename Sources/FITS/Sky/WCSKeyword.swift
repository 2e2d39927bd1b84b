/// What must stand behind a keyword of the primary world coordinates.
enum WCSKeyword {
  /// A short name: CTYPE.
  case name
  case number
  /// 0 to 9.
  case count
  /// A unit of angle.
  case unit
  /// Nothing: the image cannot be understood with it; the reason.
  case refused(String)

  /// Whether a card of this kind without a value leaves a place that cannot be known; what else has
  /// no value is as good as absent.
  func isNeeded(_ keyword: String) -> Bool {
    switch self {
    case .number: !["EQUINOX", "EPOCH", "LONPOLE", "LATPOLE"].contains(keyword)
    case .name: keyword.hasPrefix("CTYPE")
    case .count, .unit, .refused: false
    }
  }

  /// Keywords that place pixels on the sky (FITS standard 4.0, section 8; SIP; TPV; and the older
  /// forms that wcslib knows). All others, other letters' coordinates among them, say nothing here.
  static let all: [String: WCSKeyword] = {
    var all: [String: WCSKeyword] = [
      "NAXIS": .count, "WCSAXES": .count, "RADESYS": .name, "RADECSYS": .name,
      "EQUINOX": .number, "EPOCH": .number, "LONPOLE": .number, "LATPOLE": .number,
    ]
    for axis in 1...9 {
      all["CTYPE\(axis)"] = .name
      for root in ["CRVAL", "CRPIX", "CDELT", "CROTA", "PROJP"] { all["\(root)\(axis)"] = .number }
      for pixel in 1...9 {
        for root in ["CD", "PC"] {
          all["\(root)\(axis)_\(pixel)"] = .number
          all["\(root)00\(axis)00\(pixel)"] = .number
        }
      }
      all["CQDIS\(axis)"] = .refused("is a distortion that is not understood")
    }
    // Only the first two axes may be the sky.
    for axis in 1...2 {
      all["CUNIT\(axis)"] = .unit
      for parameter in 0...99 {
        all["PV\(axis)_\(parameter)"] =
          parameter < 40 ? .number : .refused("is beyond the parameters of any projection")
      }
    }
    for polynomial in ["A", "B", "AP", "BP"] {
      all["\(polynomial)_ORDER"] = .count
      for (p, q) in (0...9).flatMap({ p in (0...9).map { q in (p, q) } }) {
        all["\(polynomial)_\(p)_\(q)"] = p + q <= 9 ? .number : .refused("is beyond order 9")
      }
    }
    return all
  }()
}
