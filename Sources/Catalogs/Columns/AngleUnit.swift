internal import Foundation

/// How a column of a catalog gives angles.
struct AngleUnit: Sendable, Equatable {
  /// Degrees in one of them.
  var degrees: Double
  /// Degrees in the first number of 10:30:00; nil where such texts do not belong into the column.
  var sexagesimal: Double?

  /// What a unit's text means (FITS standard 4.0, VOUnits, CDS, astropy); nil where it is no unit of
  /// angle.
  ///
  /// - Parameter isRA: a column without a unit holds degrees; its texts of three numbers are hours
  ///   where they are right ascensions.
  init?(_ text: String?, isRA: Bool) {
    let name = (text ?? "").lowercased().filter { !" \"'[]".contains($0) }
    let isSymbol = text.map { ["\"", "''", "'"].contains($0.trimmingCharacters(in: .whitespaces)) }
    if isSymbol == true, let text {
      self.init(degrees: text.contains("\"") || text.contains("''") ? 1.0 / 3600 : 1.0 / 60)
      return
    }
    switch name {
    case "", "none", "-": self.init(degrees: 1, sexagesimal: isRA ? 15 : 1)
    case "deg", "degs", "degree", "degrees", "°": self.init(degrees: 1)
    case "rad", "radian", "radians": self.init(degrees: 180 / .pi)
    case "h", "hr", "hrs", "hour", "hours", "hourangle", "ha":
      self.init(degrees: 15, sexagesimal: 15)
    case "h:m:s", "hms", "hh:mm:ss", "h,m,s": self.init(degrees: 15, sexagesimal: 15)
    case "d:m:s", "dms", "dd:mm:ss", "d,m,s": self.init(degrees: 1, sexagesimal: 1)
    case "sexagesimal": self.init(degrees: isRA ? 15 : 1, sexagesimal: isRA ? 15 : 1)
    case "arcmin", "arcmins", "arcminute", "arcminutes": self.init(degrees: 1.0 / 60)
    case "arcsec", "arcsecs", "arcsecond", "arcseconds": self.init(degrees: 1.0 / 3600)
    case "mas": self.init(degrees: 1.0 / 3_600_000)
    default: return nil
    }
    // Hours run around the equator only.
    if degrees == 15, !isRA { return nil }
  }

  private init(degrees: Double, sexagesimal: Double? = nil) {
    (self.degrees, self.sexagesimal) = (degrees, sexagesimal)
  }

  /// What it is called in a sentence; nil for degrees, which need no word.
  var name: String? {
    switch degrees {
    case 1: nil
    case 15: "hours"
    case 180 / .pi: "radians"
    case 1.0 / 60: "arcminutes"
    case 1.0 / 3600: "arcseconds"
    default: "milliarcseconds"
    }
  }

  /// The angle in degrees; nil where the text is none.
  func angle(_ text: String) -> Double? {
    if let number = Double(text) { return number.isFinite ? degrees * number : nil }
    return Self.sexagesimal(text, unit: sexagesimal)
  }

  /// 10:30:00.5, 10 30 00.5, 10h30m00.5s, +02d30m00s or 10:30.
  private static func sexagesimal(_ text: String, unit: Double?) -> Double? {
    var text = text.lowercased()
    var unit = unit
    for (letter, degrees) in [("h", 15.0), ("d", 1.0), ("°", 1.0)] where text.contains(letter) {
      // The text's own letters say more than the column.
      unit = degrees
    }
    let isNegative = text.hasPrefix("-") || text.hasPrefix("−")
    if isNegative || text.hasPrefix("+") { text.removeFirst() }
    let parts = text.split { ": hdms°'\"′″".contains($0) }
    guard let unit, (2...3).contains(parts.count),
      parts.allSatisfy({ $0.allSatisfy { "0123456789.".contains($0) } }),
      !parts.dropLast().contains(where: { $0.contains(".") })
    else { return nil }
    let numbers = parts.compactMap { Double($0) }
    guard numbers.count == parts.count, numbers.dropFirst().allSatisfy({ $0 <= 60 }) else {
      return nil
    }
    let value = numbers.reversed().reduce(0) { $1 + $0 / 60 }
    return (isNegative ? -unit : unit) * value
  }

  /// Whether a text stands for a value that is not known.
  static func isMissing(_ text: String) -> Bool {
    ["", "nan", "null", "none", "n/a", "na", "--", "-", "nil", "\\n", "masked", "<na>"]
      .contains(text.lowercased())
  }
}
