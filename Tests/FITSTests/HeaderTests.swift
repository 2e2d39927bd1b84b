import FITS
import Foundation
import Testing

struct HeaderTests {
  let scratch = Scratch()

  private func lines(_ header: Header) -> [String] {
    let text = Array(header.text)
    return stride(from: 0, to: text.count, by: 80).map {
      String(text[$0..<min(text.count, $0 + 80)]).replacing(#/ +$/#, with: "")
    }
  }

  /// The header's own cards after a way through a file.
  private func roundTrip(_ header: Header) throws -> [Card] {
    var document = FITSDocument()
    document.add(header: header)
    try document.write(to: scratch.path("h.fits"))
    let cards = try FITSFile(reading: scratch.path("h.fits")).header(of: 0).cards
    return Array(
      cards.drop { $0.comment?.hasPrefix("  and Astro") != true }.dropFirst().dropLast(2)
    )
    .filter { $0.keyword != "LONGSTRN" }
  }

  @Test func cardsAreFixedFormat() {
    var header = Header()
    header.set("flag", true, comment: "a flag")
    header.set("COUNT", -42)
    header.set("SCALE", 0.396)
    header.set("TINY", 1e-30)
    header.set("NAME", "x", comment: "short text is padded")
    header.set("QUOTE", "it's")
    header.set("NOTHING", .undefined)
    header.set("ESO DET ID", 7)
    header.add(history: "made by hand")
    header.add(comment: "")
    #expect(
      lines(header) == [
        "FLAG    =                    T / a flag",
        "COUNT   =                  -42",
        "SCALE   =                0.396",
        "TINY    =                1E-30",
        "NAME    = 'x       '           / short text is padded",
        "QUOTE   = 'it''s   '",
        "NOTHING =",
        "HIERARCH ESO DET ID = 7",
        "HISTORY made by hand",
        "COMMENT",
      ])
  }

  @Test func everyLineHas80Columns() {
    var header = Header()
    for length in 0..<300 {
      header.append(
        Card("T", .string(String(repeating: "a'", count: length)), comment: "what it is"))
    }
    header.add(history: String(repeating: "h", count: 500))
    #expect(header.text.utf8.count % 80 == 0)
    #expect(header.text.utf8.count / 80 > 300)
  }

  @Test func textsOfEveryLengthSurvive() throws {
    var header = Header()
    for length in 0..<220 {
      header.set(
        "T\(length)",
        .string(
          String(repeating: "it's & so on", count: length / 12 + 1)
            .prefix(length).description), comment: length % 3 == 0 ? "comment" : nil)
    }
    let cards = try roundTrip(header)
    #expect(cards.map(\.keyword) == header.cards.map(\.keyword))
    #expect(cards.map(\.value) == header.cards.map(\.value))
  }

  @Test func numbersSurviveToTheLastBit() throws {
    var header = Header()
    let numbers: [Double] = [
      0.1, -1 / 3, .pi * 1e200, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1, -0.0,
      2_000_000_000_000_000_000,
    ]
    for (index, number) in numbers.enumerated() { header.set("D\(index)", .double(number)) }
    header.set("MAX", .int(.max))
    header.set("MIN", .int(.min))
    header.set("HUGE", .raw("18446744073709551615"))
    #expect(try roundTrip(header) == header.cards)
  }

  @Test func whatFITSCannotHoldIsReplaced() {
    var header = Header()
    header.set("NAN", .double(.nan))
    header.set("NAME", "Bücher\n∂x")
    header.add(comment: "é")
    #expect(header.value("NAN") == .undefined)
    #expect(header.string("NAME") == "B?cher??x")
    #expect(header.comments == ["?"])
  }

  @Test func valuesAreTyped() {
    var header = Header()
    header.set("I", 2000)
    header.set("D", 2000.0)
    header.set("S", "2000")
    header.set("B", false)
    #expect(["I", "i", "D", "S", "B", "X"].map(header.int) == [2000, 2000, 2000, nil, nil, nil])
    #expect(["I", "D", "S"].map(header.double) == [2000, 2000, nil])
    #expect(["I", "D", "S"].map(header.string) == [nil, nil, "2000"])
    #expect(["B", "I"].map(header.bool) == [false, nil])
    #expect(header.value("X") == nil)
  }

  @Test func settingReplacesInPlaceAndKeepsTheComment() {
    var header = Header([Card("A", 1, comment: "one"), Card("B", 2)])
    header.set("A", 3)
    header.remove("B")
    #expect(header == Header([Card("A", 3, comment: "one")]))
  }

  @Test func longCommentaryIsSplit() throws {
    var header = Header()
    header.add(history: String(repeating: "x", count: 100) + "\nsecond")
    let expected = [
      String(repeating: "x", count: 72), String(repeating: "x", count: 28), "second",
    ]
    #expect(header.history == expected)
    #expect(Header(try roundTrip(header)).history == expected)
  }

  static let records: [(line: String, value: HeaderValue?, comment: String?)] = [
    ("K       =                   12 / twelve", HeaderValue.int(12), "twelve"),
    ("K       = +12", .int(12), nil),
    ("K       = 1.5D3 /", .double(1500), nil),
    ("K       = 2.", .double(2), nil),
    ("K       =T", nil, "=T"),
    ("K       = T/flag", .bool(true), "flag"),
    ("K       = 'a''b  ' / c", .string("a'b"), "c"),
    ("K       = '  lead'", .string("  lead"), nil),
    ("K       = 'a / b'", .string("a / b"), nil),
    ("K       = 'open", .raw("'open"), nil),
    ("K       = (1, 2)", .raw("(1, 2)"), nil),
    ("K       = nan", .raw("nan"), nil),
    ("K       = 0x10", .raw("0x10"), nil),
    ("K       = 1E999", .raw("1E999"), nil),
    ("K       =", .undefined, nil),
    ("K       = / only a comment", .undefined, "only a comment"),
    ("HISTORY = 'not a value'", nil, "= 'not a value'"),
    ("HIERARCH ESO INS TEMP = 3.5 / K", .double(3.5), "K"),
  ]

  @Test(arguments: records)
  func recordsAreUnderstood(_ line: String, _ value: HeaderValue?, _ comment: String?) throws {
    let bytes = RawFITS.unit([
      RawFITS.card("SIMPLE", "T"), RawFITS.card("BITPIX", "8"), RawFITS.card("NAXIS", "0"), line,
    ])
    let path = try scratch.write(bytes, as: "card.fits")
    let card = try FITSFile(reading: path).header(of: 0).cards[3]
    #expect(card.value == value)
    #expect(card.comment == comment)
  }
}
