import Surveys
import Testing

@Suite struct NamePatternTests {
  @Test(arguments: [
    ("{field}_{band}", "DES0235+0126_r4575p01_g", "DES0235+0126_r4575p01", "g"),
    ("c4d_{field}_ooi_{band}_{field}", "c4d_160607_ooi_r_v1", "160607-v1", "r"),
    ("fpC-{field}-{band}{field}-{field}", "fpC-003918-r3-0213", "003918-3-0213", "r"),
    ("calexp-HSC-{band}-{field}", "calexp-HSC-R2-9813-4,4", "9813-4,4", "R2"),
    (
      "{field}.stk.{band}.unconv", "rings.v3.skycell.1784.059.stk.i.unconv",
      "rings.v3.skycell.1784.059", "i"
    ),
    ("KiDS_*_{field}_{band}_sci", "kids_DR4.0_150.1_-2.2_u_SCI", "150.1_-2.2", "u"),
  ])
  func partsAreToldApart(pattern: String, name: String, field: String, band: String) throws {
    let match = try #require(NamePattern(pattern)?.match(name))
    #expect(match.field == field && match.band == band)
  }

  @Test(arguments: [
    ("a*c", "abbc", true), ("a*c", "ac", true), ("a*c", "acd", false), ("a?c", "abc", true),
    ("a?c", "ac", false), ("x[0-9][+-]", "x4+", true), ("x[0-9][+-]", "x4-", true),
    ("x[0-9]", "xa", false), ("{field}_{band}_st", "v20100101_00012_st", false),
    ("{field}_{band}_st", "v20100101_2J_st", true), ("{band}", "a b", false), ("{band}", "", false),
    ("{field}", "", false),
    ("α*", "αβ", true), ("", "", true), ("", "a", false), ("*", "", true),
  ])
  func fitsOrNot(pattern: String, name: String, fits: Bool) throws {
    #expect((try #require(NamePattern(pattern)).match(name) != nil) == fits)
  }

  @Test(arguments: ["[", "[]", "a[0-9", "{band", "{tile}", "[9-0]"])
  func brokenPatternsAreNone(pattern: String) { #expect(NamePattern(pattern) == nil) }

  /// Names are untrusted: a pattern that could be tried in 10³⁰ ways is not.
  @Test func aHostileNameEndsSoon() throws {
    let pattern = try #require(NamePattern(String(repeating: "*a", count: 30) + "b"))
    #expect(pattern.match(String(repeating: "a", count: 255)) == nil)
  }
}
