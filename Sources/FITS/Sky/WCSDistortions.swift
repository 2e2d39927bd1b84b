internal import Foundation

/// Which distortion counts where a header has several, and what its CTYPE means then.
///
/// The rules are astropy's (`astropy.wcs.WCS._fix_scamp` and `_fix_pre2012_scamp_tpv`), which follow
/// Shupe et al. 2012 (SPIE 8451, 84511M), section 7.
enum WCSDistortions {
  /// What is not applied may move a pixel so far, in pixels.
  static let mostLeftOut = 0.25

  static func resolve(_ cards: [Card]) -> (cards: [Card], remarks: [String]) {
    let types = cards.filter { $0.keyword == "CTYPE1" || $0.keyword == "CTYPE2" }
      .map { projection($0) }
    let polynomial = cards.filter(isPV)
    let isScamp = polynomial.contains { (Int($0.keyword.dropFirst(4)) ?? 0) >= 5 }
    let isSIP = cards.contains { $0.keyword == "A_ORDER" && ($0.value?.whole ?? 0) > 1 }
    func all(_ wanted: String) -> Bool { types.count == 2 && types.allSatisfy { $0 == wanted } }
    if isScamp, all("TAN") {
      // SCAMP before 2012 called its projection TAN.
      let kept = isSIP ? cards.filter { !isSIPCard($0) } : cards
      return (
        kept.map(asTPV),
        isSIP ? ["its SIP polynomial is left out, since SCAMP's (PV) stands beside it"] : []
      )
    }
    if all("TPV"), isSIP {
      return (
        cards.filter { !isSIPCard($0) },
        ["its SIP polynomial is left out, since its projection is TPV"]
      )
    }
    if isScamp, isSIP, all("TAN-SIP") {
      return (
        cards.filter { !isPV($0) },
        ["SCAMP's polynomial (PV) is left out, since SIP's stands beside it"]
      )
    }
    // Under TAN these mean a native pole (PV1) or nothing (PV2): no distortion.
    let hasNone =
      types.contains { $0.hasPrefix("TAN") } && polynomial.contains { $0.keyword.hasPrefix("PV2_") }
    return (
      cards, hasNone && !isScamp ? ["its PV cards below PV1_5 are no distortion under TAN"] : []
    )
  }

  /// Look-up tables of distortion (CPDIS, D2IMDIS; HST) are in other units of the file, and not applied.
  ///
  /// - Parameter reach: how far each kind moves pixels by its tables; where they were not looked at, the header's own word
  ///   (CPERR, D2IMERR) has to do.
  static func tables(
    _ header: Header, reach: [String: Double] = [:]
  ) throws(FITSError) -> [String] {
    var remarks: [String] = []
    for (kind, error) in [("CPDIS", "CPERR"), ("D2IMDIS", "D2IMERR")] {
      let axes = (1...2).filter { header.value("\(kind)\($0)") != nil }
      guard !axes.isEmpty else { continue }
      let sizes = axes.map { header.double("\(error)\($0)") ?? .infinity }
      let largest = reach[kind] ?? sizes.max() ?? .infinity
      guard largest <= mostLeftOut else {
        let size =
          largest.isFinite
          ? "moves pixels by up to \(largest)" : "does not say by \(error) how far it reaches"
        throw WCSParsing.error(
          "its distortion \(kind)\(axes[0]) is a look-up table, which is not applied, and \(size); "
            + "resample the frame (drizzle), or fit it anew with SIP or TPV")
      }
      remarks.append(
        "its look-up table of distortion (\(kind)) is not applied; it moves pixels by up to \(largest)"
      )
    }
    return remarks
  }

  private static func projection(_ card: Card) -> String {
    guard case .string(let text) = card.value else { return "" }
    return String(text.uppercased().dropFirst(5)).trimmingBlanks()
  }

  private static func asTPV(_ card: Card) -> Card {
    guard card.keyword == "CTYPE1" || card.keyword == "CTYPE2", case .string(let text) = card.value
    else { return card }
    return Card(card.keyword, .string(text.uppercased().prefix(5) + "TPV"))
  }

  private static func isPV(_ card: Card) -> Bool {
    card.keyword.hasPrefix("PV1_") || card.keyword.hasPrefix("PV2_")
  }

  private static func isSIPCard(_ card: Card) -> Bool {
    ["A_", "B_", "AP_", "BP_"].contains { card.keyword.hasPrefix($0) }
  }
}
