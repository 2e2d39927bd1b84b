import Tables
import Testing

@Suite struct HarmlessCellTests {
  @Test(arguments: [
    ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("@SUM(1)", "'@SUM(1)"),
    ("+1+cmd|x", "'+1+cmd|x"),
    ("-2+3*a", "'-2+3*a"), ("\tx", "'\tx"), ("-12.5", "-12.5"), ("+05:23:41.2", "+05:23:41.2"),
    ("-1e-5", "-1e-5"), ("a=b", "a=b"), ("", ""),
  ])
  func whatASpreadsheetWouldComputeStaysText(_ cell: String, _ written: String) {
    #expect(CSVText.harmless(cell) == written)
  }
}
