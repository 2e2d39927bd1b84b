internal import Foundation

/// A kind of number that can be typed.
package protocol TypedNumber: Comparable, LosslessStringConvertible, Sendable {
  static var isWhole: Bool { get }
}

extension Int: TypedNumber { package static let isWhole = true }
extension UInt64: TypedNumber { package static let isWhole = true }
extension Float: TypedNumber { package static let isWhole = false }
extension Double: TypedNumber { package static let isWhole = false }

/// An end of a range that does not belong to it.
package enum ExcludedEnd: Sendable { case lowest, highest }

/// The numbers that an option takes: what its help says and what is refused come from the one range.
package struct Bounds<Number: TypedNumber>: Sendable {
  let range: ClosedRange<Number>
  let excluded: Set<ExcludedEnd>

  package init(_ range: ClosedRange<Number>, excluding excluded: Set<ExcludedEnd> = []) {
    (self.range, self.excluded) = (range, excluded)
  }

  /// NaN lies in no range.
  package func contains(_ number: Number) -> Bool {
    range.contains(number)
      && !(excluded.contains(.lowest) && number == range.lowerBound)
      && !(excluded.contains(.highest) && number == range.upperBound)
  }

  /// "1 to 200" or "more than 0, less than 1", for help.
  package var text: String {
    guard !excluded.isEmpty else { return "\(low) to \(high)" }
    return (excluded.contains(.lowest) ? "more than \(low), " : "\(low) or more, ")
      + (excluded.contains(.highest) ? "less than \(high)" : "at most \(high)")
  }

  /// "lie between 1 and 200" or "be more than 0 and less than 1", behind "must".
  package var rule: String {
    guard !excluded.isEmpty else { return "lie between \(low) and \(high)" }
    return (excluded.contains(.lowest) ? "be more than \(low)" : "be at least \(low)")
      + (excluded.contains(.highest) ? " and less than \(high)" : " and at most \(high)")
  }

  /// The number that was typed, if it lies in the range.
  package func number(_ word: String) throws(RefusedValue) -> Number {
    guard let number = Number(word) else {
      let kind = Number.isWhole ? "a whole number" : "a number"
      throw RefusedValue("is \(word): it must be \(kind) and \(rule)")
    }
    guard contains(number) else { throw RefusedValue("is \(number): it must \(rule)") }
    return number
  }

  /// Refuses words, separated by commas, that are not all numbers in the range.
  package func check(list: String, such example: String) throws(RefusedValue) {
    let words = list.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = words.compactMap { Number($0.trimmingCharacters(in: .whitespaces)) }
    guard numbers.count == words.count else {
      throw RefusedValue("give \(example)")
    }
    if let stranger = numbers.first(where: { !contains($0) }) {
      throw RefusedValue("\(stranger) must \(rule); give \(example)")
    }
  }

  private var low: String { Self.plain(range.lowerBound) }
  private var high: String { Self.plain(range.upperBound) }

  /// As a person writes it: 1 rather than 1.0, 1000000000 rather than 1e+09.
  static func plain(_ number: Number) -> String {
    let text = "\(number)"
    guard let value = Double(text), let whole = Int(exactly: value), abs(whole) < 1 << 53 else {
      return text
    }
    return "\(whole)"
  }
}

/// What is wrong with an option's value; `CommandMistake` puts the option's name before it.
package struct RefusedValue: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
