import FITS
import Foundation
import Testing

struct TableTests {
  let scratch = Scratch()

  static let everyKind = Table([
    Column(
      name: "ID", ucd: "meta.id;meta.main", description: "name of the source",
      values: .string(["a", "", "it's  long"])),
    Column(
      name: "RA", unit: "deg", ucd: "pos.eq.ra;meta.main",
      description: String(repeating: "right ascension ", count: 8) + ".", display: "F10.6",
      values: .double([1.5, -.infinity, 1e300])),
    Column(name: "MAG", unit: "mag", values: .float([17.25, .leastNonzeroMagnitude, -.infinity])),
    Column(name: "STAR", values: .bool([true, false, true])),
    Column(name: "SMALL", values: .int16([.min, 0, .max])),
    Column(name: "MIDDLE", values: .int32([.min, 0, .max])),
    Column(name: "LARGE", values: .int64([.min, 0, .max])),
    Column(name: "CODE", values: .floats(width: 3, (0..<9).map { Float($0) / 3 })),
    Column(name: "PAIR", values: .doubles(width: 2, (0..<6).map { Double($0) / 3 })),
    Column(name: "BOX", values: .integers(width: 4, (0..<12).map { $0 * 1_000_000_000_000 })),
  ])

  private func written(_ table: Table) throws -> Table {
    var document = FITSDocument()
    document.add(table, name: "CATALOG")
    try document.write(to: scratch.path("t.fits"))
    return try FITSFile(reading: scratch.path("t.fits")).table(of: 1)
  }

  private func read(_ bytes: Data, columns: [String]? = nil) throws -> Table {
    try FITSFile(reading: scratch.write(bytes, as: "raw.fits")).table(of: 1, columns: columns)
  }

  @Test func everyKindOfColumnSurvives() throws {
    #expect(try written(Self.everyKind) == Self.everyKind)
  }

  @Test func manyRowsSurvive() throws {
    let count = 30_000
    let table = Table([
      Column(name: "S", values: .string((0..<count).map { "object \($0 * 7919)" })),
      Column(name: "CODE", values: .floats(width: 30, (0..<(30 * count)).map(Float.init))),
      Column(name: "X", values: .double((0..<count).map { Double($0).squareRoot() })),
    ])
    #expect(try written(table) == table)
  }

  /// Large tables are read and written some rows at a time: about 2 and 4 MB.
  @Test(arguments: [1, 3, 4, 24_966, 24_967, 50_001, 70_003])
  func tablesOfAnySizeSurviveWithTheirChecksum(count: Int) throws {
    let table = Table([
      Column(name: "S", values: .string((0..<count).map { "\($0 * 7919)" })),
      Column(name: "F", values: .bool((0..<count).map { $0 % 3 == 0 })),
      Column(name: "CODE", values: .floats(width: 17, (0..<(17 * count)).map(Float.init))),
      Column(name: "X", values: .double((0..<count).map { Double($0).squareRoot() })),
    ])
    #expect(try written(table) == table)
    let file = try FITSFile(reading: scratch.path("t.fits"))
    #expect(file.checksumVerdict(of: 0) == .correct && file.checksumVerdict(of: 1) == .correct)
    #expect(try file.header(of: 1).int("NAXIS2") == count)
    #expect(file.bytes.count % 2880 == 0)
    let rows = [count - 1, 0, count / 2, 0]
    let some = try file.table(of: 1, columns: ["x", "S"], rows: rows)
    #expect(some.rowCount == 4 && some.columns.map(\.name) == ["S", "X"])
    #expect(some["S"]?.strings == rows.map { "\($0 * 7919)" })
    #expect(some["X"]?.doubles == rows.map { Double($0).squareRoot() })
    for rows in [0..<0, 0..<count, count / 3..<count] {
      let some = try file.table(of: 1, columns: ["CODE", "S"], rows: rows)
      #expect(some == Table([table["S"], table["CODE"]].compactMap { $0 }).rows(rows))
    }
    let open = try OpenTable(of: file, unit: 1)
    #expect(open.names == ["S", "F", "CODE", "X"] && open.rowCount == count)
  }

  /// A table that goes from one file to another some rows at a time, with other columns among its own, is the table that is
  /// written whole.
  @Test(arguments: [1, 2, 9_000])
  func rowsOfAFileAreWrittenAsTheTableIs(repeats: Int) throws {
    var table = Self.everyKind
    for place in table.columns.indices {
      table.columns[place].values = table.columns[place].values.repeated(repeats)
    }
    table = Table(table.columns)
    _ = try written(table)
    let source = scratch.path("t.fits")
    let added = [
      Column(name: "NAME", values: .string((0..<table.rowCount).map { "n\($0)" })),
      Column(name: "middle", values: .double((0..<table.rowCount).map(Double.init))),
    ]
    for (following, place) in [("code", 6), ("none", 8)] {
      var expected = table.columns.filter { $0.name != "MIDDLE" && $0.name != "BOX" }
      expected.insert(contentsOf: added, at: place)
      var (whole, streamed) = (FITSDocument(), FITSDocument())
      whole.add(Table(expected), name: "OTHER")
      try whole.write(to: scratch.path("whole.fits"))
      let file = try OpenTable(of: FITSFile(reading: source), unit: 1)
      streamed.add(
        try TableRows(of: file, with: added, before: following, without: ["BOX"]), name: "OTHER")
      try streamed.write(to: scratch.path("streamed.fits"))
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: scratch.path("streamed.fits")))
          == Data(contentsOf: URL(fileURLWithPath: scratch.path("whole.fits"))))
    }
  }

  /// Texts keep the room that the file gives them, and what cannot be read is left out.
  @Test func rowsOfAForeignFileKeepTheirWidth() throws {
    let rows = (0..<2).flatMap { row in
      Array("s\(row)       ".utf8) + [UInt8](repeating: 0, count: 16) + [0x80, UInt8(row)]
    }
    let bytes = RawFITS.table(
      rowBytes: 27, rows: 2, forms: ["9A", "M", "I"], extra: [RawFITS.card("TZERO3", "32768")],
      data: rows)
    let file = try OpenTable(of: FITSFile(reading: scratch.write(bytes, as: "raw.fits")), unit: 1)
    var document = FITSDocument()
    document.add(try TableRows(of: file, with: [], before: "NONE"), name: "OTHER")
    try document.write(to: scratch.path("copy.fits"))
    let copy = try FITSFile(reading: scratch.path("copy.fits"))
    #expect(try copy.header(of: 1).string("TFORM1") == "9A")
    #expect(
      try copy.table(of: 1)
        == Table([
          Column(name: "C1", values: .string(["s0", "s1"])),
          Column(name: "C3", values: .int32([0, 1])),
        ]))
  }

  /// The header of a table does not depend on how many pieces it is written in, but for the number of rows and the sums.
  @Test func piecesShareOneHeader() throws {
    func header(_ count: Int) throws -> [String] {
      var table = Self.everyKind
      for place in table.columns.indices {
        table.columns[place].values = table.columns[place].values.repeated(count / 3)
      }
      var header = Header()
      header.set("OBJECT", .string(String(repeating: "a long name ", count: 12)))
      var document = FITSDocument()
      document.add(
        Table(table.columns), header: header, name: "CATALOG")
      try document.write(to: scratch.path("h.fits"))
      let file = try FITSFile(reading: scratch.path("h.fits"))
      #expect(file.checksumVerdict(of: 1) == .correct)
      return try file.header(of: 1).text.split(by: 80).filter {
        !$0.hasPrefix("NAXIS2") && !$0.hasPrefix("CHECKSUM") && !$0.hasPrefix("DATASUM")
      }
    }
    #expect(try header(3) == header(150_000))
  }

  @Test func noRowsSurvive() throws {
    let table = Table([
      Column(name: "S", values: .string([])), Column(name: "V", values: .floats(width: 2, [])),
    ])
    #expect(try written(table) == table)
  }

  @Test func notANumberSurvives() throws {
    let table = try written(Table([Column(name: "X", values: .double([.nan, 1]))]))
    #expect(table["x"]?.doubles?[0].isNaN == true && table["x"]?.doubles?[1] == 1)
  }

  @Test func textsOutsideASCIIAreReplaced() throws {
    let table = try written(Table([Column(name: "S", values: .string(["Bücher", "  x  "]))]))
    #expect(table["S"]?.strings == ["B?cher", "  x"])
  }

  @Test func conveniencesConvert() {
    let table = Self.everyKind
    #expect(table["middle"]?.ints == [Int(Int32.min), 0, Int(Int32.max)])
    #expect(table["SMALL"]?.doubles == [-32768, 0, 32767])
    #expect(table["MAG"]?.doubles?[0] == 17.25)
    #expect(table["RA"]?.floats?[0] == 1.5)
    #expect(table["ID"]?.doubles == nil)
    #expect(table["RA"]?.ints == nil)
    #expect(table["RA"]?.strings == nil)
    #expect(table["STAR"]?.bools == [true, false, true] && table["none"] == nil)
    #expect(table["CODE"]?.values.width == 3 && table.rowCount == 3)
  }

  @Test func onlySomeColumns() throws {
    _ = try written(Self.everyKind)
    let file = try FITSFile(reading: scratch.path("t.fits"))
    #expect(try file.table(of: 1, columns: ["ra", "CODE"]).columns.map(\.name) == ["RA", "CODE"])
    let expected = FITSError(
      "cannot read the table CATALOG of \(scratch.path("t.fits")): it has no column DEC; "
        + "it has ID, RA, MAG, STAR, SMALL, MIDDLE, LARGE, CODE, PAIR, BOX")
    #expect(throws: expected) { _ = try file.table(of: 1, columns: ["DEC"]) }
  }

  @Test func scaledAndUnsignedIntegers() throws {
    let bytes = RawFITS.table(
      rowBytes: 9, rows: 2, forms: ["I", "J", "B", "I"],
      extra: [
        RawFITS.card("TZERO1", "32768"), RawFITS.card("TZERO2", "2147483648"),
        RawFITS.card("TSCAL4", "0.5"), RawFITS.card("TZERO4", "10"),
        RawFITS.card("TNULL4", "-99"),
      ],
      data: [
        [0x80, 0, 0x7f, 0xff, 0xff, 0xff, 200], RawFITS.bigEndian(Int16(3)),
        [0x7f, 0xff, 0x80, 0, 0, 0, 7], RawFITS.bigEndian(Int16(-99)),
      ].flatMap { $0 })
    let table = try read(bytes)
    #expect(table["C1"]?.values == .int32([0, 65535]))
    #expect(table["C2"]?.values == .int64([4_294_967_295, 0]))
    #expect(table["C3"]?.values == .int16([200, 7]))
    #expect(table["C4"]?.doubles?[0] == 11.5 && table["C4"]?.doubles?[1].isNaN == true)
  }

  @Test func columnsThatHaveNoPlaceAreLeftOut() throws {
    let bytes = RawFITS.table(
      rowBytes: 27, rows: 1, forms: ["C", "1PE(3)", "J", "10X", "5L"],
      data: Array(repeating: 0, count: 27))
    let table = try read(bytes)
    #expect(table.columns.map(\.name) == ["C3"])
    #expect(table.leftOut.map(\.name) == ["C1", "C2", "C4", "C5"])
    #expect(table.leftOut[1].reason == "its format 1PE(3) is not understood")
    let expected = FITSError(
      "cannot read the table of unit 1 of \(scratch.path("raw.fits")): the column C1 cannot be "
        + "read: its format C is not understood")
    #expect(throws: expected) { _ = try read(bytes, columns: ["C1"]) }
  }

  @Test(arguments: [
    (8, 1, ["J"], "its columns make 4 bytes a row, not 8"),
    (4, 1, ["9999J"], "its columns make 39996 bytes a row, not 4"),
    (4, 1, ["Z"], "TFORM1 is missing or malformed"),
    (4, 1, ["4?"], "TFORM1 is missing or malformed"),
    (4, 1, ["4294967296J"], "TFORM1 is missing or malformed"),
    (0, 1_000_000_000_000_000, ["0A"], "its columns make 0 bytes a row, not 0"),
  ])
  func columnsMustFillTheRows(
    _ rowBytes: Int, _ rows: Int, _ forms: [String], _ reason: String
  ) throws {
    let bytes = RawFITS.table(
      rowBytes: rowBytes, rows: rows, forms: forms, data: Array(repeating: 0, count: rowBytes))
    let path = scratch.path("raw.fits")
    #expect(throws: FITSError("cannot read the table of unit 1 of \(path): \(reason)")) {
      _ = try read(bytes)
    }
  }
}

extension Column.Values {
  fileprivate func repeated(_ count: Int) -> Column.Values {
    func times<Value>(_ values: [Value]) -> [Value] { (0..<count).flatMap { _ in values } }
    return switch self {
    case .bool(let values): .bool(times(values))
    case .int16(let values): .int16(times(values))
    case .int32(let values): .int32(times(values))
    case .int64(let values): .int64(times(values))
    case .float(let values): .float(times(values))
    case .double(let values): .double(times(values))
    case .string(let values): .string(times(values))
    case .integers(let width, let values): .integers(width: width, times(values))
    case .floats(let width, let values): .floats(width: width, times(values))
    case .doubles(let width, let values): .doubles(width: width, times(values))
    }
  }
}

extension String {
  fileprivate func split(by width: Int) -> [String] {
    let letters = Array(self)
    return stride(from: 0, to: letters.count, by: width).map {
      String(letters[$0..<min($0 + width, letters.count)])
    }
  }
}
