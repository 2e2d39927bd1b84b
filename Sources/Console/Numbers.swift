internal import Foundation

/// A number with as many digits as a person wants to read.
package func number(_ value: Double, digits: Int = 4) -> String {
  guard value.isFinite else { return "–" }
  return String(format: "%.\(digits)g", value)
}

/// A share of one, such as an AUC, with three digits behind the point.
package func share(_ value: Double?) -> String {
  guard let value, value.isFinite else { return "–" }
  return String(format: "%.3f", value)
}
