internal import ArgumentParser

/// Who refuses a number outside its range.
enum RangeJudge: Sendable { case here, whoUsesIt }

/// Options that take numbers state their range once: help is made of it, and what is typed is
/// checked against it while it is read.
///
///     @Option("The largest separation of a label and its source.", in: 0.001...3600, "arcseconds")
///     var radius = 1.0
extension Option {
  /// A number with a default.
  ///
  /// - Parameter judge: `whoUsesIt` where another check has words of its own.
  init(
    wrappedValue: Value, _ help: String, in range: ClosedRange<Value>,
    excluding ends: Set<ExcludedEnd> = [], _ unit: String = "",
    judgedBy judge: RangeJudge = .here, parsing: SingleValueParsingStrategy = .next
  ) where Value: TypedNumber {
    let bounds = Bounds(range, excluding: ends)
    self.init(
      wrappedValue: wrappedValue, parsing: parsing,
      help: .told(help, bounds.text, unit, default: Bounds.plain(wrappedValue)),
      transform: { try bounds.number($0, judgedBy: judge) })
  }

  /// A number that may be left out; `help` says what then happens.
  init<Number: TypedNumber>(
    _ help: String, in range: ClosedRange<Number>, excluding ends: Set<ExcludedEnd> = [],
    _ unit: String = "", judgedBy judge: RangeJudge = .here,
    parsing: SingleValueParsingStrategy = .next
  ) where Value == Number? {
    let bounds = Bounds(range, excluding: ends)
    self.init(
      wrappedValue: nil, parsing: parsing, help: .told(help, bounds.text, unit),
      transform: { try bounds.number($0, judgedBy: judge) })
  }

  /// A number that some commands have a default for and others do without.
  ///
  /// - Parameter without: what happens where there is no number: "no average".
  init<Number: TypedNumber>(
    wrappedValue: Number?, _ help: String, in range: ClosedRange<Number>,
    excluding ends: Set<ExcludedEnd> = [], without: String
  ) where Value == Number? {
    let bounds = Bounds(range, excluding: ends)
    let sentence = wrappedValue == nil ? "\(help) Default: \(without)." : help
    self.init(
      wrappedValue: wrappedValue,
      help: .told(sentence, bounds.text, "", default: wrappedValue.map(Bounds.plain)),
      transform: { word throws -> Number? in try bounds.number(word, judgedBy: .here) })
  }

  /// Numbers separated by commas, kept as they are typed.
  ///
  /// - Parameters:
  ///   - example: what to type instead, in a refusal: "numbers such as 1,2".
  ///   - word: something else that may be typed.
  init<Number: TypedNumber>(
    wrappedValue: String, _ help: String, each range: ClosedRange<Number>, _ unit: String = "",
    such example: String, or word: String? = nil, judgedBy judge: RangeJudge = .here
  ) where Value == String {
    let bounds = Bounds(range)
    self.init(
      wrappedValue: wrappedValue,
      help: .told(help, "each \(bounds.text)", unit, default: wrappedValue),
      transform: { list in
        if list != word, judge == .here { try bounds.check(list: list, such: example) }
        return list
      })
  }

  /// The same, where it may be left out.
  init<Number: TypedNumber>(
    _ help: String, each range: ClosedRange<Number>, _ unit: String = "", such example: String
  ) where Value == String? {
    let bounds = Bounds(range)
    self.init(
      wrappedValue: nil, help: .told(help, "each \(bounds.text)", unit),
      transform: { list in
        try bounds.check(list: list, such: example)
        return list
      })
  }

  /// The seed of random numbers: so large that it is the same number in every file it is written to.
  init(wrappedValue: Value, seed help: String) where Value == UInt64 {
    self.init(wrappedValue: wrappedValue, help, in: 0...999_999_999_999_999)
  }
}

extension ArgumentHelp {
  /// A sentence and, behind it, what may be typed.
  fileprivate static func told(
    _ sentence: String, _ range: String, _ unit: String, default usual: String? = nil
  ) -> ArgumentHelp {
    let words = unit.isEmpty ? range : "\(range) \(unit)"
    return ArgumentHelp("\(sentence) (\(words)\(usual.map { "; default \($0)" } ?? ""))")
  }
}

extension Bounds {
  /// The number that was typed; where another judges, any number at all.
  fileprivate func number(_ word: String, judgedBy judge: RangeJudge) throws(RefusedValue) -> Number
  {
    if judge == .whoUsesIt, let number = Number(word) { return number }
    return try number(word)
  }
}
