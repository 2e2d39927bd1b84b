import Charts
import Foundation
import Testing

/// What holds for the ticks of every axis.
@Suite struct TickMarksTests {
  /// Ranges over all sizes, offsets and signs.
  static let ranges: [ClosedRange<Double>] = {
    var dice = Dice(seed: 77)
    return (0..<4000).map { _ in
      let width = pow(10, 24 * dice.part() - 12)
      let offset = (dice.part() < 0.3 ? 0 : 1) * width * pow(10, 7 * dice.part()) * dice.normal()
      return offset...offset + width
    }
  }()

  @Test func theLargestRangeHasTicksToo() {
    #expect(TickMarks.linear(-1e308...1e308).major.count >= 3)
    #expect(!TickMarks.logarithmic(1e-300...1e300).major.isEmpty)
  }

  @Test func linearTicksAreRoundFewAndDistinct() {
    for range in Self.ranges {
      let axis = Axis("", range: range)
      let ticks = axis.marks().major
      #expect((3...9).contains(ticks.count), "\(range): \(ticks.count) ticks")
      #expect(Set(ticks.map(\.label)).count == ticks.count, "\(range): \(ticks.map(\.label))")
      guard ticks.count > 1 else { continue }
      let step = ticks[1].value - ticks[0].value
      let width = axis.range.upperBound - axis.range.lowerBound
      let rounding = max(abs(range.lowerBound), abs(range.upperBound)) * 1e-15
      // No tick outside, and less than a step free at both ends.
      #expect(ticks[0].value >= axis.range.lowerBound - width * 1e-8)
      #expect(ticks[0].value - step < axis.range.lowerBound + width * 1e-8)
      #expect(ticks[ticks.count - 1].value <= axis.range.upperBound + width * 1e-8)
      #expect(ticks[ticks.count - 1].value + step > axis.range.upperBound - width * 1e-8)
      // The step is 1, 2 or 5 times a power of ten.
      let mantissa = step / pow(10, (log10(step) + 1e-6).rounded(.down))
      let slack = 1e-6 + 20 * rounding / step
      #expect([1, 2, 5].contains { abs(mantissa - $0) < slack * $0 }, "\(range): step \(step)")
    }
  }

  @Test func labelsSayTheirValues() {
    for range in Self.ranges {
      for tick in Axis("", range: range).marks().major {
        let said = Self.value(of: tick.label)
        #expect(
          abs(said - tick.value) <= abs(tick.value) * 1e-14, "\(tick.label) for \(tick.value)")
        #expect(tick.label.count <= 18, "\(tick.label)")
      }
    }
  }

  @Test func logarithmicTicksAreFewAndDistinct() {
    var dice = Dice(seed: 3)
    for _ in 0..<4000 {
      let low = pow(10, 40 * dice.part() - 20)
      let high = low * pow(10, 0.05 + 20 * pow(dice.part(), 3))
      let marks = Axis("", range: low...high, scale: .logarithmic).marks()
      #expect((3...9).contains(marks.major.count), "\(low)...\(high): \(marks.major.map(\.label))")
      #expect(Set(marks.major.map(\.label)).count == marks.major.count)
      for value in marks.major.map(\.value) + marks.minor {
        #expect((low * 0.999_999...high * 1.000_001).contains(value))
      }
    }
  }

  /// The number a label states.
  static func value(of label: String) -> Double {
    var text = label.replacing("−", with: "-").replacing("\u{2009}", with: "")
    var power = ""
    let raised = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    while let last = text.last, last == "⁻" || raised.contains(last) {
      power = (last == "⁻" ? "-" : String(raised.firstIndex(of: last) ?? 0)) + power
      text.removeLast()
    }
    guard let exponent = Int(power) else { return Double(text) ?? .nan }
    text.removeLast(2)
    let mantissa = text.isEmpty ? "1" : text == "-" ? "-1" : String(text.dropLast())
    return Double("\(mantissa)e\(exponent)") ?? .nan
  }

  @Test(arguments: [
    (0.0, 1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0, 0.31, ["0", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"]),
    (-1, 1, ["−1.0", "−0.5", "0", "0.5", "1.0"]),
    (
      0, 42_000,
      ["0", "5000", "10 000", "15 000", "20 000", "25 000", "30 000", "35 000", "40 000"]
    ),
    (0, 3e7, ["0", "0.5×10⁷", "1.0×10⁷", "1.5×10⁷", "2.0×10⁷", "2.5×10⁷", "3.0×10⁷"]),
    (1e-7, 3.1e-7, ["1.0×10⁻⁷", "1.5×10⁻⁷", "2.0×10⁻⁷", "2.5×10⁻⁷", "3.0×10⁻⁷"]),
    (999_999, 1_000_001, ["999 999.0", "999 999.5", "1 000 000.0", "1 000 000.5", "1 000 001.0"]),
  ])
  func labelsReadLikeThis(low: Double, high: Double, labels: [String]) {
    let found = Axis("", range: low...high).marks().major.map {
      $0.label.replacing("\u{2009}", with: " ")
    }
    #expect(found == labels)
  }

  @Test func logarithmicLabelsReadLikeThis() {
    func labels(_ range: ClosedRange<Double>) -> [String] {
      Axis("", range: range, scale: .logarithmic).marks().major.map(\.label)
    }
    #expect(labels(0.001...1) == ["0.001", "0.01", "0.1", "1"])
    #expect(labels(1e-6...1) == ["10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"])
    #expect(labels(0.03...0.9) == ["0.05", "0.1", "0.2", "0.5"])
    #expect(labels(2...3) == ["2.0", "2.2", "2.4", "2.6", "2.8", "3.0"])
  }

  @Test func rangesWithoutExtentAreWidened() {
    for value in [0, 1, -5, 1e-300, 1e300, -.infinity, .greatestFiniteMagnitude] {
      for scale in [Axis.Scale.linear, .logarithmic] {
        let axis = Axis("", range: value...value, scale: scale)
        #expect(axis.range.upperBound > axis.range.lowerBound)
        #expect(axis.fraction(value).isFinite)
        #expect(axis.marks().major.count <= 9)
      }
    }
    let none = Axis("", covering: [.nan, .infinity])
    #expect(none.range == 0...1)
    #expect(Axis("", range: -1...1, scale: .logarithmic).scale == .linear)
  }

  @Test func wholeNumbersStayWhole() {
    var axis = Axis("epoch", range: 1...3)
    axis.wholeNumbers = true
    #expect(axis.marks().major.map(\.label) == ["1", "2", "3"])
  }
}
