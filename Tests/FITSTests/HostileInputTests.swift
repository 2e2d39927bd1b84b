import FITS
import Foundation
import Testing

/// Damaged and malicious files end in a sentence or are read; nothing crashes, nothing hangs.
struct HostileInputTests {
  let scratch = Scratch()

  /// A small file with everything in it: scaled integers, world coordinates, every kind of column,
  /// columns of varying length, a compressed image, a long text.
  private func valid() throws -> Data {
    var header = Header()
    for (keyword, value) in [
      ("CTYPE1", "RA---TAN-SIP"), ("CTYPE2", "DEC--TAN-SIP"),
      ("LONG", String(repeating: "a'b", count: 90)),
    ] { header.set(keyword, .string(value)) }
    for (keyword, value) in [
      ("CRVAL1", 10.0), ("CRVAL2", 20), ("CRPIX1", 3), ("CRPIX2", 2), ("CD1_1", 1e-4),
      ("CD2_2", 1e-4), ("A_2_0", 1e-6), ("B_1_1", 1e-6),
    ] { header.set(keyword, .double(value)) }
    for keyword in ["A_ORDER", "B_ORDER"] { header.set(keyword, 2) }
    var document = FITSDocument()
    document.add(Image(shape: [4, 5], pixels: (0..<20).map(Float.init)), header: header)
    document.add(TableTests.everyKind, name: "CATALOG")
    let path = scratch.path("valid.fits")
    try document.write(to: path)
    let shorts = RawFITS.unit(
      [
        RawFITS.card("XTENSION", "'IMAGE'"), RawFITS.card("BITPIX", "16"),
        RawFITS.card("NAXIS", "2"),
        RawFITS.card("NAXIS1", "4"), RawFITS.card("NAXIS2", "3"), RawFITS.card("PCOUNT", "0"),
        RawFITS.card("GCOUNT", "1"), RawFITS.card("BSCALE", "0.5"), RawFITS.card("BZERO", "10"),
        RawFITS.card("BLANK", "-1"),
      ], data: Array(repeating: 0xff, count: 24))
    let varying = RawFITS.table(
      rowBytes: 32, rows: 2, forms: ["1PA(20)", "1PE(3)", "1QD(3)"],
      data: Array(repeating: 0, count: 64))
    let compressed = RawFITS.table(
      rowBytes: 8, rows: 1, forms: ["1PB(9)"],
      extra: [
        RawFITS.card("ZIMAGE", "T"), RawFITS.card("ZCMPTYPE", "'HCOMPRESS_1'"),
        RawFITS.card("ZBITPIX", "16"), RawFITS.card("ZNAXIS", "2"), RawFITS.card("ZNAXIS1", "5"),
        RawFITS.card("ZNAXIS2", "5"), RawFITS.card("ZTILE1", "5"), RawFITS.card("ZTILE2", "5"),
      ], data: Array(repeating: 0, count: 8))
    return try Data(contentsOf: URL(fileURLWithPath: path)) + shorts
      + varying.dropFirst(RawFITS.emptyPrimary.count)
      + compressed.dropFirst(RawFITS.emptyPrimary.count) + shorts
  }

  private static let values = [
    "-1", "0", "1", "7", "999", "1000", "65536", "2147483647", "2147483648", "4294967296",
    "9223372036854775807", "-9223372036854775808", "99999999999999999999", "1E400", "-0.0", "nan",
    "T", "F", "'", "''", "'A", "'0A'", "'1A'", "'1PA(1000000)'", "'9999999E'", "'1PE(-1)'",
    "'999999999A'", "'50A10'", "'1Q'", "'E99999.99999'", "'(1,2,3)'", "(1,2)", "/", "=", "",
    "'RA---TPV'", "'DEC--SZP'", "'FREQ-TAB'", "'IMAGE   '", "'BINTABLE'", "'TABLE'", "'RICE_1'",
  ]
  private static let keywords = [
    "BITPIX", "NAXIS", "NAXIS1", "NAXIS2", "NAXIS3", "PCOUNT", "GCOUNT", "TFIELDS", "TFORM1",
    "TFORM9",
    "TTYPE1", "TSCAL4", "TZERO5", "TNULL5", "TDIM8", "THEAP", "ZIMAGE", "ZNAXIS", "ZNAXIS1",
    "ZTILE1",
    "ZCMPTYPE", "ZBITPIX", "BSCALE", "BZERO", "BLANK", "EXTEND", "GROUPS", "EXTNAME", "CONTINUE",
    "CHECKSUM", "DATASUM", "CTYPE1", "CTYPE2", "CD1_1", "A_ORDER", "A_9_9", "WCSAXES", "PV1_999",
    "CRPIX99", "CD99_99", "END", "XTENSION", "LONGSTRN", "INHERIT",
  ]

  /// Where the cards of the file begin, headers only.
  private func cards(of bytes: Data) throws -> [Int] {
    let file = try FITSFile(reading: scratch.write(bytes, as: "cards.fits"))
    var starts: [Int] = []
    var start = 0
    for unit in 0..<file.unitCount {
      let data = try file.dataRange(of: unit)
      starts += Array(stride(from: start, to: data.lowerBound, by: 80))
      start = (data.upperBound + 2879) / 2880 * 2880
    }
    return starts
  }

  private func mutate(_ bytes: inout Data, cards: [Int], _ dice: inout Dice) {
    let card = cards.randomElement(using: &dice) ?? 0
    switch Int.random(in: 0..<9, using: &dice) {
    case 0:  // bits anywhere
      for _ in 0..<Int.random(in: 1...16, using: &dice) {
        bytes[Int.random(in: 0..<bytes.count, using: &dice)] ^=
          1 << UInt8.random(in: 0..<8, using: &dice)
      }
    case 1:  // bits in a header
      bytes[card + Int.random(in: 0..<80, using: &dice)] ^=
        1 << UInt8.random(in: 0..<8, using: &dice)
    case 2:
      bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &dice))
    case 3, 4:  // another value
      let value = Self.values.randomElement(using: &dice) ?? ""
      write(value.padding(toLength: 70, withPad: " ", startingAt: 0), at: card + 10, &bytes)
    case 5, 6:  // another keyword and value
      let keyword = Self.keywords.randomElement(using: &dice) ?? ""
      let value = Self.values.randomElement(using: &dice) ?? ""
      let line = keyword.padding(toLength: 8, withPad: " ", startingAt: 0) + "= " + value
      write(line.padding(toLength: 80, withPad: " ", startingAt: 0), at: card, &bytes)
    case 7:  // a card twice
      let other = cards.randomElement(using: &dice) ?? 0
      bytes.replaceSubrange(other..<(other + 80), with: bytes[card..<(card + 80)])
    default:  // bytes of any value in a header
      for place in 0..<Int.random(in: 1...80, using: &dice) {
        bytes[card + place] = UInt8.random(in: 0...255, using: &dice)
      }
    }
  }

  private func write(_ text: String, at start: Int, _ bytes: inout Data) {
    bytes.replaceSubrange(start..<(start + text.utf8.count), with: Array(text.utf8))
  }

  /// Asks a file for everything it has; the number of sentences it answered with.
  private func readEverything(_ path: String) -> Int {
    var complaints = 0
    func attempt(_ body: () throws(FITSError) -> Void) {
      do throws(FITSError) {
        try body()
      } catch {
        complaints += 1
        #expect(error.description.contains(" "))
      }
    }
    do throws(FITSError) {
      let file = try FITSFile(reading: path, limit: 1 << 24)
      for unit in 0..<file.unitCount {
        attempt { () throws(FITSError) in _ = try file.image(of: unit) }
        attempt { () throws(FITSError) in _ = try file.table(of: unit) }
        attempt { () throws(FITSError) in
          _ = try WCS(header: try file.header(of: unit)).pixels(ra: [10, 20], dec: [20, 0])
        }
        _ = file.checksumVerdict(of: unit)
      }
    } catch {
      complaints += 1
      #expect(error.description.hasPrefix("cannot read \(path): "))
    }
    return complaints
  }

  @Test func theValidFileIsRead() throws {
    let path = try scratch.write(try valid(), as: "v.fits")
    let file = try FITSFile(reading: path)
    #expect(file.unitCount == 6)
    #expect(try file.image(of: 5).pixels.allSatisfy { $0.isNaN })
    #expect(try WCS(header: file.header(of: 0)).pixelScale.isFinite)
  }

  @Test(arguments: 0..<8)
  func mutationsEndInASentence(_ part: Int) throws {
    let whole = try valid()
    let cards = try cards(of: whole)
    var complaints = 0
    for seed in 0..<Self.rounds {
      var dice = Dice(state: UInt64(part * 1_000_000 + seed))
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &dice) where bytes.count == whole.count {
        mutate(&bytes, cards: cards, &dice)
      }
      complaints += readEverything(try scratch.write(bytes, as: "m.fits"))
    }
    #expect(complaints > Self.rounds)
  }

  /// Files a part; the variable makes long runs (with a sanitizer, say) possible.
  static let rounds =
    ProcessInfo.processInfo.environment["GALAXY_AEP_MUTATIONS"].flatMap(Int.init) ?? 100

  @Test func aTextThatGoesOnForeverIsReadInTime() throws {
    let line = "CONTINUE  '" + String(repeating: "x", count: 66) + "&'"
    let bytes = RawFITS.unit(
      [
        RawFITS.card("SIMPLE", "T"), RawFITS.card("BITPIX", "8"), RawFITS.card("NAXIS", "0"),
        "LONG    = 'x&'",
      ] + Array(repeating: line, count: 20_000))
    let clock = ContinuousClock()
    let time = try clock.measure {
      let file = try FITSFile(reading: scratch.write(bytes, as: "long.fits"))
      #expect(try file.header(of: 0).string("LONG")?.utf8.count == 20_000 * 66 + 2)
    }
    #expect(time < .seconds(60))
  }

  /// The path of what gzip makes of these bytes.
  private func gzipped(_ bytes: Data) throws -> String {
    let path = try scratch.write(bytes, as: "bomb")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return path + ".gz"
  }

  @Test func aBombStaysWithinTheLimit() throws {
    let path = try gzipped(RawFITS.emptyPrimary + Data(count: 5_000_000))
    let expected = FITSError(
      "cannot read \(path): it decompresses to more than 1000000 bytes, the most allowed; "
        + "decompress it first if it is what it claims to be")
    #expect(throws: expected) { _ = try FITSFile(reading: path, limit: 1_000_000) }
  }

  /// Its beginning tells that it is no FITS file: it is not unfolded to the limit.
  @Test(arguments: [
    (Data(), UInt8(0), "it is not a FITS file (it does not begin with SIMPLE)"),
    (RawFITS.emptyPrimary, 0, "what follows its unit 0 is not FITS"),
    (RawFITS.emptyPrimary, 0x41, "what follows its unit 0 is not FITS"),
    (Data("SIMPLE  =".utf8), 0x20, "the header of unit 0 has more than 2000 blocks"),
  ])
  func aBombEndsWhereItShows(_ beginning: Data, filler: UInt8, reason: String) throws {
    let path = try gzipped(beginning + Data(repeating: filler, count: 16_000_000))
    let expected = FITSError("cannot read \(path): \(reason)")
    #expect(throws: expected) { _ = try FITSFile(reading: path, limit: 15_000_000) }
  }
}
