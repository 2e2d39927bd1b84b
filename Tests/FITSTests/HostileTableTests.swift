import FITS
import Foundation
import Testing

/// Tables whose headers can be understood in two ways: refused, or read as our parser reads them.
struct HostileTableTests {
  let scratch = Scratch()

  private static let forms = [
    "1A", "5A", "I", "J", "K", "E", "D", "3E", "2D", "L", "1PE(3)", "10X", "2C", "B", "0A", "2I",
  ]
  private static let rowBytes = 1 + 5 + 2 + 4 + 8 + 4 + 8 + 12 + 16 + 1 + 8 + 2 + 16 + 1 + 0 + 4
  private static let rows = 4
  private static let heap = 600

  private static let cards: [String] =
    [
      ("XTENSION", "'BINTABLE'"), ("BITPIX", "8"), ("NAXIS", "2"), ("NAXIS1", "\(rowBytes)"),
      ("NAXIS2", "\(rows)"), ("PCOUNT", "\(heap)"), ("GCOUNT", "1"), ("TFIELDS", "\(forms.count)"),
    ].map { RawFITS.card($0, $1) }
    + forms.enumerated().flatMap { index, form in
      [
        RawFITS.card("TTYPE\(index + 1)", "'C\(index + 1)'"),
        RawFITS.card("TFORM\(index + 1)", "'\(form)'"),
      ]
    }
    + [
      ("TDIM8", "'(3,1)'"), ("TNULL4", "-1"), ("TSCAL3", "0.5"), ("TZERO14", "-128"),
      ("THEAP", "\(rowBytes * rows)"), ("EXTNAME", "'CATALOG'"),
    ].map { RawFITS.card($0, $1) }

  /// Letters where texts are, and numbers all over.
  private static let data = (0..<(rowBytes * rows + heap)).map { UInt8(0x41 + $0 % 23) }

  private func file(_ cards: [String]) throws -> FITSFile {
    try FITSFile(
      reading: scratch.write(
        RawFITS.emptyPrimary + RawFITS.unit(cards, data: Self.data), as: "t.fits"))
  }

  /// What opening the table with more cards says.
  private func complaint(with extra: [String]) throws -> String {
    _ = try scratch.write(
      RawFITS.emptyPrimary + RawFITS.unit(Self.cards + extra, data: Self.data), as: "t.fits")
    do throws(FITSError) {
      _ = try FITSFile(reading: scratch.path("t.fits")).table(of: 1)
      return "nothing"
    } catch { return error.description }
  }

  @Test func theSoundTableIsRead() throws {
    let table = try file(Self.cards).table(of: 1)
    #expect(
      table.columns.map(\.name)
        == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15, 16].map { "C\($0)" })
    #expect(table.leftOut.map(\.name) == ["C11", "C12", "C13"])
    #expect(table["C2"]?.strings?.first == "BCDEF")
    let file = try file(Self.cards)
    check(table, header: try file.header(of: 1))
  }

  /// The file that wrote past its room: one character a row by the first card and TDIM, many by
  /// the second card.
  @Test func aFormGivenTwiceIsRefused() throws {
    let count = 20_000
    let cards = [
      ("XTENSION", "'BINTABLE'"), ("BITPIX", "8"), ("NAXIS", "2"), ("NAXIS1", "1"),
      ("NAXIS2", "4"), ("PCOUNT", "\(6 * count)"), ("GCOUNT", "1"), ("TFIELDS", "1"),
      ("TFORM1", "'1A'"), ("TDIM1", "'(\(count))'"), ("TFORM1", "'\(2 * count)A'"),
    ].map { RawFITS.card($0, $1) }
    let bytes = RawFITS.unit(cards, data: Array(repeating: 0x42, count: 4 + 6 * count))
    let path = try scratch.write(RawFITS.emptyPrimary + bytes, as: "twice.fits")
    let expected = FITSError("cannot read \(path): unit 1 has more than one TFORM1")
    #expect(throws: expected) { _ = try FITSFile(reading: path) }
  }

  @Test(arguments: [
    "XTENSION", "BITPIX", "NAXIS", "NAXIS1", "PCOUNT", "GCOUNT", "TFIELDS", "TFORM1", "TFORM16",
    "TTYPE2", "TDIM8", "TSCAL3", "TZERO14", "TNULL4", "THEAP",
  ])
  func whatSaysHowDataAreStoredStandsOnce(_ keyword: String) throws {
    let expected =
      "cannot read \(scratch.path("t.fits")): unit 1 has more than one \(keyword)"
    let comments = Array(repeating: "COMMENT   in a later block", count: 80)
    for again in [
      [RawFITS.card(keyword, "7")], comments + [RawFITS.card(keyword, "'9A'")],
      [RawFITS.card(keyword.lowercased(), "7")], ["HIERARCH \(keyword) = '9A'"],
    ] { #expect(try complaint(with: again) == expected) }
  }

  @Test(arguments: [
    "SIMPLE", "GROUPS", "BSCALE", "BZERO", "BLANK", "NAXIS9", "ZIMAGE", "ZCMPTYPE", "ZBITPIX",
    "ZNAXIS", "ZNAXIS2", "ZTILE1", "ZNAME1", "ZVAL1", "ZQUANTIZ", "ZSCALE", "ZZERO", "ZBLANK",
    "TBCOL1",
  ])
  func theSameHoldsOfImagesAndTiles(_ keyword: String) throws {
    let card = RawFITS.card(keyword, "F")
    let bytes = RawFITS.unit(
      [RawFITS.card("SIMPLE", "T"), RawFITS.card("BITPIX", "8"), RawFITS.card("NAXIS", "0")]
        + (keyword == "SIMPLE" ? [card] : [card, card]))
    let path = try scratch.write(bytes, as: "i.fits")
    #expect(throws: FITSError("cannot read \(path): unit 0 has more than one \(keyword)")) {
      _ = try FITSFile(reading: path)
    }
  }

  /// CFITSIO takes each of these for the width of a text or the kind of a column.
  @Test(arguments: [
    "TDIM1   = '(20000)'", "TDIM01  = '(20000)'", "TFORM01 = '20000A'", "TFORM2 = '20000A'",
    "tdim1   = '(20000)'", "HIERARCH TDIM1 = '(20000)'", "TDIM2   = '(5,9999999)'",
  ])
  func nothingElseIsASize(_ card: String) throws {
    let table = try file(Self.cards + [card]).table(of: 1)
    #expect(table == (try file(Self.cards).table(of: 1)))
  }

  @Test(arguments: [
    ("TSCAL5", "'2'", "its TSCAL5 is not a number"),
    ("TZERO5", "1E999", "its TZERO5 is not a number"),
    ("TNULL5", "'x'", "its TNULL5 is not a whole number"),
    ("TNULL16", "0.5", "its TNULL16 is not a whole number"),
  ])
  func whatScalesIsANumber(_ keyword: String, _ value: String, _ reason: String) throws {
    #expect(
      try complaint(with: [RawFITS.card(keyword, value)])
        == "cannot read the table CATALOG of \(scratch.path("t.fits")): \(reason)")
  }

  @Test func unsignedWholeNumbersOf64BitsKeepTheirDigits() throws {
    let bytes = RawFITS.table(
      rowBytes: 8, rows: 2, forms: ["K"], extra: [RawFITS.card("TZERO1", "9223372036854775808")],
      data: [Int64.min, -1].flatMap { RawFITS.bigEndian($0) })
    let table = try FITSFile(reading: scratch.write(bytes, as: "k.fits")).table(of: 1)
    #expect(table["C1"]?.values == .int64([0, .max]))
  }

  /// A card whose equals sign is out of place stays behind when its header is written again.
  @Test func aCopiedHeaderCannotChangeATable() throws {
    var header = try file(Self.cards + ["TFORM1 = '20000A'", "TDIM1 = '(20000)'"]).header(of: 1)
    header.set("FILTER", "r")
    let table = Table([Column(name: "S", values: .string(["a", "b"]))])
    var document = FITSDocument()
    document.add(table, header: header, name: "CATALOG")
    try document.write(to: scratch.path("again.fits"))
    let again = try FITSFile(reading: scratch.path("again.fits"))
    #expect(try again.table(of: 1) == table)
    #expect(try again.header(of: 1).string("FILTER") == "r")
    #expect(try !again.header(of: 1).cards.contains { $0.keyword.hasPrefix("TDIM") })
  }

  private static let mutations = CardMutations(
    keywords: forms.indices.flatMap { index in
      ["TFORM", "TDIM", "TNULL", "TSCAL", "TZERO", "TTYPE", "TDISP"].map { "\($0)\(index + 1)" }
    } + [
      "NAXIS1", "NAXIS2", "PCOUNT", "THEAP", "TFIELDS", "ZIMAGE", "BSCALE", "CONTINUE", "TFORM99",
      "TFORM01", "TDIM001", "LONGSTRN", "EXTNAME",
    ],
    values: [
      "'1A'", "'0A'", "'5A'", "'20000A'", "'6A3'", "'A'", "'2J'", "'E'", "'999999999B'", "'8X'",
      "'1PA(9)'", "'1QD(3)'", "'(20000)'", "'(2,3)'", "'(-1)'", "'(1'", "()", "0", "1", "-1", "99",
      "2147483648", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "0.0",
      "1E-300", "1E308", "1E400", "nan", "'", "''", "'x&'", "'\(String(repeating: "A", count: 69))",
      "T", "F", "", "/", "(1,2)",
    ])

  @Test(arguments: 0..<4)
  func mutantsAreReadAsTheirHeaderSaysOrRefused(_ part: Int) throws {
    var read = 0
    for seed in 0..<(3 * HostileInputTests.rounds) {
      var dice = Dice(state: UInt64(part * 1_000_000 + seed))
      let cards = Self.mutations.mutate(Self.cards, &dice)
      do throws(FITSError) {
        let path = scratch.path("m.fits")
        try? (RawFITS.emptyPrimary + RawFITS.unit(cards, data: Self.data))
          .write(to: URL(fileURLWithPath: path))
        let file = try FITSFile(reading: path)
        for unit in 0..<file.unitCount where unit > 0 {
          let table = try file.table(of: unit)
          check(table, header: try file.header(of: unit))
          read += 1
        }
      } catch { #expect(error.description.hasPrefix("cannot read ")) }
    }
    // Neither all nor none.
    #expect((HostileInputTests.rounds / 3..<8 * HostileInputTests.rounds / 3).contains(read))
  }

  /// The columns as the header says them, worked out in another way: texts by their bytes, all
  /// others by how many numbers they hold.
  private func check(_ table: Table, header: Header) {
    var start = 0
    var columns = table.columns[...]
    for number in 1..<(1 + (header.int("TFIELDS") ?? 0)) {
      let form = header.string("TFORM\(number)") ?? ""
      let digits = form.prefix(while: \.isNumber)
      let (count, letter) = (digits.isEmpty ? 1 : Int(digits) ?? 0, form.dropFirst(digits.count))
      let code = letter.first ?? " "
      let sizes: [Character: Int] = [
        "L": 8, "X": 1, "B": 8, "I": 16, "J": 32, "K": 64, "A": 8, "E": 32, "D": 64, "C": 64,
        "M": 128, "P": 64, "Q": 128,
      ]
      let bytes = (count * (sizes[code] ?? 0) + 7) / 8
      defer { start += bytes }
      let isRead =
        switch code {
        case "A": letter.count == 1
        case "L": count == 1
        default: "BIJKED".contains(code) && count > 0
        }
      guard isRead else { continue }
      guard let column = columns.popFirst() else {
        Issue.record("the column \(number) is missing")
        return
      }
      #expect(column.values.rowCount == table.rowCount)
      if code != "A" { #expect(column.values.width == count) }
      guard let texts = column.strings, let rowBytes = header.int("NAXIS1") else { continue }
      for (row, text) in texts.enumerated() {
        let cell = Self.data[(row * rowBytes + start)...].prefix(count)
        #expect(text == String(decoding: cell, as: UTF8.self))
      }
    }
    #expect(columns.isEmpty)
  }
}
