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

/// "1 thread", "2 threads".
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
