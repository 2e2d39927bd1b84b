import Charts
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (1.0, "1.00"), (-4.5, "−4.50"), (0.012345, "0.0123"), (123_456, "123\u{2009}000"),
    (99_960, "100\u{2009}000"), (9.999, "10.0"), (1e7, "1.00×10⁷"), (-2.5e-9, "−2.50×10⁻⁹"),
    (0.00012, "0.000120"), (.nan, "—"), (-.infinity, "−∞"),
  ])
  func threeDigits(value: Double, text: String) {
    #expect(NumberText.rounded(value) == text)
  }

  @Test func counts() {
    #expect(NumberText.count(0) == "0")
    #expect(NumberText.count(9999) == "9999")
    #expect(NumberText.count(10_000) == "10\u{2009}000")
    #expect(NumberText.count(-1_234_567) == "−1\u{2009}234\u{2009}567")
  }
}
