/// Which bits of a survey's masks mean that a pixel is not to be trusted.
public struct MaskRule: Sendable {
  /// The prefix of the keywords that name the bits in the mask's own header: "MP_".
  public let prefix: String?
  /// The bits' numbers by name, from 0.
  let bits: [String: Int]
  /// The names of the bad bits; `{BAND}` stands for the band in capitals. nil: any bit is bad.
  let bad: [String]?

  /// The bits that are bad in a band.
  ///
  /// - Parameter header: a keyword's whole number in the mask's header.
  /// - Returns: nil where any bit is bad.
  public func badBits(band: String, header: (String) -> Int?) -> UInt64? {
    guard let bad else { return nil }
    return bad.reduce(0) { sum, name in
      let name = name.replacing("{BAND}", with: band.uppercased())
      let bit = bits[name] ?? prefix.flatMap { header($0 + name) } ?? Int(name)
      guard let bit, (0..<64).contains(bit) else { return sum }
      return sum | 1 << UInt64(bit)
    }
  }

  /// Whether the bits of a mask mark a pixel as bad.
  ///
  /// - Parameter bad: the bad bits; nil where any bit is bad.
  public static func marks(bits: UInt32, bad: UInt64?) -> Bool {
    guard bits != .max, let bad else { return bits != 0 }
    return UInt64(bits) & bad != 0
  }

  /// Whether the value of a mask of other than whole numbers marks a pixel as bad.
  ///
  /// - Parameters:
  ///   - value: as it was read, in single precision. From 2²⁴ on its lowest bits are not exact, so that such a pixel
  ///     counts as bad rather than be trusted.
  ///   - bad: the bad bits; nil where any bit is bad.
  public static func marks(_ value: Float, bad: UInt64?) -> Bool {
    guard value != 0, let bad, (0..<Float(1 << 24)).contains(value),
      let bits = UInt64(exactly: value)
    else { return value != 0 }
    return bits & bad != 0
  }

  /// Whether the mask's header names its bits as this rule expects, or the rule does itself.
  public func applies(header: (String) -> Int?) -> Bool {
    guard let bad, let prefix, bits.isEmpty else { return true }
    return bad.contains { header(prefix + $0) != nil }
  }
}
