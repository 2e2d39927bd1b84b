internal import Foundation

/// Numbers as people write them: a true minus sign, powers of ten raised, no noise digits.
public enum NumberText {
  /// A value to `digits` significant digits: "0.0123", "−4.5", "1.20×10⁷".
  public static func rounded(_ value: Double, digits: Int = 3) -> String {
    if value.isNaN { return "—" }
    if value.isInfinite { return value < 0 ? "−∞" : "∞" }
    if value == 0 { return "0" }
    let parts = String(format: "%.*e", max(digits - 1, 0), abs(value)).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(value)" }
    let sign = value < 0 ? "−" : ""
    if (-4...5).contains(exponent) {
      // From the rounded digits: 99 960 to three digits is 100 000, not 99 960.
      let digits = Int(parts[0].filter { $0 != "." }) ?? 0
      return sign
        + plain(UInt(digits), exponent: exponent - parts[0].filter { $0 != "." }.count + 1)
    }
    return sign + parts[0] + "×10" + raised(exponent)
  }

  /// A count with thin spaces between the thousands from five digits on: "12 345".
  public static func count(_ value: Int) -> String {
    (value < 0 ? "−" : "") + grouped(String(value.magnitude))
  }

  /// `mantissa` × 10^`exponent`, exactly: plain digits, or with `scientific` as m×10ⁿ.
  static func decimal(_ mantissa: Int, exponent: Int, scientific: Int? = nil) -> String {
    if mantissa == 0 { return "0" }
    let sign = mantissa < 0 ? "−" : ""
    let shift = exponent - (scientific ?? 0)
    let digits = plain(mantissa.magnitude, exponent: shift)
    guard let scientific else { return sign + digits }
    return sign + (digits == "1" ? "" : digits + "×") + "10" + raised(scientific)
  }

  private static func plain(_ mantissa: UInt, exponent: Int) -> String {
    var digits = String(mantissa)
    if exponent >= 0 { return grouped(digits + String(repeating: "0", count: exponent)) }
    let decimals = -exponent
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals - digits.count + 1) + digits
    }
    return grouped(String(digits.dropLast(decimals))) + "." + digits.suffix(decimals)
  }

  /// Thin spaces between the thousands of the part before the point, from five digits on.
  private static func grouped(_ digits: String) -> String {
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = Array(parts[0])
    guard whole.count >= 5 else { return digits }
    var text = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { text += "\u{2009}" }
      text.append(digit)
    }
    return parts.count == 2 ? text + "." + parts[1] : text
  }

  /// A number in raised digits: −3 becomes ⁻³.
  static func raised(_ number: Int) -> String {
    let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let digits = String(number.magnitude).compactMap(\.wholeNumberValue).map { raised[$0] }
    return (number < 0 ? "⁻" : "") + String(digits)
  }
}
