internal import Foundation

/// The marked values of an axis: labelled ones at round numbers, unlabelled ones between them.
///
/// On linear axes the step is 1, 2 or 5 times a power of ten. Labels are made from whole numbers,
/// never from sums of a step, so they carry no noise such as 0.30000000000000004.
package struct TickMarks: Sendable, Equatable {
  package struct Tick: Sendable, Equatable {
    package let value: Double
    package let label: String
  }

  package private(set) var major: [Tick] = []
  package private(set) var minor: [Double] = []

  /// The finest 1-2-5 step with at most `count` ticks in `range`; with 9 allowed there are 3 to 9.
  package static func linear(
    _ range: ClosedRange<Double>, atMost count: Int = 9, wholeNumbers: Bool = false
  ) -> TickMarks {
    let (low, high) = (range.lowerBound, range.upperBound)
    var exponent = ((high - low) / Double(max(count, 1))).exponentOfTen - 1
    if wholeNumbers { exponent = max(exponent, 0) }
    while true {
      for factor in [1, 2, 5] {
        let first = (low / Double(factor) / power(exponent) - 1e-9).rounded(.up)
        let last = (high / Double(factor) / power(exponent) + 1e-9).rounded(.down)
        guard last - first < Double(max(count, 1)), abs(first) < 1e15, abs(last) < 1e15 else {
          continue
        }
        guard first <= last else { return TickMarks() }
        let mantissas = (Int(first)...Int(last)).map { $0 * factor }  // bounded above
        return TickMarks(major: labelled(mantissas.map { ($0, exponent) }))
      }
      exponent += 1
    }
  }

  /// Powers of ten (every second, third … where there are many); 1, 2, 5 within few decades;
  /// the linear ticks within less.
  package static func logarithmic(
    _ range: ClosedRange<Double>, atMost count: Int = 9
  ) -> TickMarks {
    let (low, high) = (range.lowerBound, range.upperBound)
    let first = Int(exactly: (log10(low) - 1e-9).rounded(.up)) ?? -400
    let last = Int(exactly: (log10(high) + 1e-9).rounded(.down)) ?? 400
    let decades = last - first + 1
    let inside = low * (1 - 1e-9)...high * (1 + 1e-9)
    if decades < 3 {
      for mantissas in [[1, 2, 5], [1, 3]] {
        let candidates = (first - 1...max(last, first) + 1).flatMap { exponent in
          mantissas.map { ($0, exponent) }
        }.filter { inside.contains(value($0.0, $0.1)) }
        if (3...max(count, 3)).contains(candidates.count) {
          return TickMarks(major: labelled(candidates), minor: between(first - 1, last + 1, inside))
        }
      }
      if decades < 2 || log10(high / low) < 1 { return linear(range, atMost: count) }
    }
    let stride = max(1, (decades + count - 1) / max(count, 1))
    let shown = (first...max(last, first)).filter { $0 % stride == 0 }.map { (1, $0) }
    let minor =
      stride == 1 ? between(first - 1, last + 1, inside) : (first...last).map { power($0) }
    return TickMarks(major: labelled(shown), minor: decades > 12 ? [] : minor)
  }

  private static func between(
    _ first: Int, _ last: Int, _ inside: ClosedRange<Double>
  ) -> [Double] {
    (first...max(first, last)).flatMap { exponent in (2...9).map { value($0, exponent) } }
      .filter { inside.contains($0) }
  }

  /// All plain or all with powers of ten, whichever suits the largest and the smallest.
  private static func labelled(_ numbers: [(mantissa: Int, exponent: Int)]) -> [Tick] {
    let orders = numbers.filter { $0.mantissa != 0 }
      .map { String($0.mantissa.magnitude).count - 1 + $0.exponent }
    let largest = orders.max() ?? 0
    let finest = numbers.map(\.exponent).min() ?? 0
    // Neighbours in many digits read better in full: 1 000 005, not 1.000005×10⁶.
    let isPlain =
      (-4...5).contains(largest) && (orders.min() ?? 0) >= -4
      || (6...9).contains(largest) && largest - finest >= 4
    let isOnePower = Set(numbers.map(\.exponent)).count == 1
    return numbers.map { number in
      let own = String(number.mantissa.magnitude).count - 1 + number.exponent
      return Tick(
        value: value(number.mantissa, number.exponent),
        label: NumberText.decimal(
          number.mantissa, exponent: number.exponent,
          scientific: isPlain ? nil : (isOnePower ? largest : own)))
    }
  }

  private static func value(_ mantissa: Int, _ exponent: Int) -> Double {
    // Dividing by a power of ten rounds once; multiplying by 0.1 would round twice.
    exponent < 0 ? Double(mantissa) / power(-exponent) : Double(mantissa) * power(exponent)
  }

  private static func power(_ exponent: Int) -> Double {
    Foundation.pow(10, Double(exponent))
  }
}

extension Double {
  /// n where the value lies in 10ⁿ ..< 10ⁿ⁺¹.
  fileprivate var exponentOfTen: Int {
    Int(exactly: log10(max(self, 1e-300)).rounded(.down)) ?? 308
  }
}
