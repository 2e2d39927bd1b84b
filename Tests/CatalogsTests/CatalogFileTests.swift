import Catalogs
import FITS
import Foundation
import Labels
import Sky
import TestSupport
import Testing

/// Catalogs as FITS tables and VOTables, by astropy and by us, whole and damaged.
@Suite struct CatalogFileTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appendingPathComponent("Fixtures/Catalogs").path

  @Test func aFITSTableOfAstropyIsRead() throws {
    let path = "\(Self.fixtures)/photoobj.fits"
    let catalog = try SkyCatalog(reading: path)
    #expect(catalog.positions.map(\.ra) == [10.5, 359.75, 0.125])
    #expect(catalog.positions.map(\.dec) == [-2.25, 89.5, -45])
    #expect(catalog.ids == ["a", "b & <c>", "long name"])
    let labels = try LabelledCatalog(reading: path)
    #expect(labels.entries.map(\.sourceClass) == [.star, .galaxy])
    #expect(labels.unknownClasses == ["0": 1])
  }

  @Test(arguments: ["tabledata", "binary", "binary2"])
  func everyKindOfVOTableIsRead(kind: String) throws {
    let path = "\(Self.fixtures)/\(kind).vot"
    // Positions are found by their UCDs; the class only where it is named.
    let catalog = try SkyCatalog(reading: path)
    #expect(catalog.positions.map(\.ra) == [10.5, 359.75, 0.125])
    #expect(catalog.positions.map(\.dec) == [-2.25, 89.5, -45])
    #expect(catalog.ids == ["a", "b & <c>", "long name"])
    let columns = CatalogColumns(sourceClass: "KIND")
    let labels = try LabelledCatalog(reading: path, columns: columns)
    #expect(labels.entries.map(\.sourceClass) == [.star, .galaxy])
    #expect(labels.unknownClasses == ["unsure": 1])
  }

  @Test func columnsCanBeNamed() throws {
    try withTemporaryFolder { folder in
      var document = FITSDocument()
      document.add(
        Table([
          Column(name: "RA", values: .double([1, 2])),
          Column(name: "DEC", values: .double([3, 4])),
          Column(name: "LON", values: .float([5, 6])), Column(name: "LAT", values: .int16([7, 8])),
          Column(name: "STAR", values: .bool([true, false])),
          Column(name: "MAGS", values: .floats(width: 2, [1, 2, 3, 4])),
        ]), name: "CAT")
      let path = "\(folder)/c.fits"
      try document.write(to: path)
      let catalog = try SkyCatalog(
        reading: path, columns: CatalogColumns(ra: "lon", dec: "lat"))
      #expect(catalog.positions == [SkyPosition(ra: 5, dec: 7), SkyPosition(ra: 6, dec: 8)])
      #expect(try LabelledCatalog(reading: path).entries.map(\.sourceClass) == [.star, .galaxy])
      let scored = try ScoredCatalog(reading: path, column: "lon")
      #expect(scored.positions == [SkyPosition(ra: 1, dec: 3), SkyPosition(ra: 2, dec: 4)])
      #expect(scored.scores == [5, 6])
      #expect(
        sentence { _ = try ScoredCatalog(reading: path, column: "mags") }
          == "the catalog \(path) has no column mags of single values (its columns: RA, DEC, LON, "
          + "LAT, STAR, MAGS); name another")
      #expect(
        sentence { _ = try ScoredCatalog(reading: path, column: "star") }
          == "the column star of the catalog \(path) holds no number; name another")
      #expect(
        sentence { _ = try SkyCatalog(reading: path, columns: CatalogColumns(ra: "mags")) }
          == "the catalog \(path) has no column mags of single values (its columns: RA, DEC, LON, "
          + "LAT, STAR, MAGS); give another with --ra-column")
    }
  }

  @Test func impossibleCatalogsGetSentences() throws {
    try withTemporaryFolder { folder in
      func failure(_ text: String) -> String {
        sentence {
          try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/c.vot"))
          _ = try SkyCatalog(reading: "\(folder)/c.vot")
        }
      }
      let path = "\(folder)/c.vot"
      let fields = #"<FIELD name="ra" datatype="double"/><FIELD name="dec" datatype="double"/>"#
      #expect(
        failure("<html><body>404</body></html>")
          == "cannot read the catalog \(path): it is XML but no VOTable; give CSV, FITS or VOTable")
      #expect(
        failure("<VOTABLE><TABLE>\(fields)<DATA><TABLEDATA><TR><TD>1</TD></TR>")
          == "cannot read the VOTable \(path): row 1 has 1 cells where 2 fields are defined")
      #expect(
        failure("<VOTABLE><TABLE>\(fields)<DATA><TABLEDATA><TR><TD>1</TD><TD>2</TD></TR>")
          == "cannot read the VOTable \(path): it ends within its table; fetch it again")
      #expect(
        failure("<!DOCTYPE x [<!ENTITY a 'b'>]><VOTABLE/>")
          == "cannot read the VOTable \(path): it defines entities, which are not understood")
      #expect(
        failure(
          "<VOTABLE><TABLE>\(fields)<DATA><BINARY><STREAM encoding='base64'>AAAA</STREAM>")
          == "cannot read the VOTable \(path): its data end within row 1; fetch it again")
      #expect(
        failure(
          "<VOTABLE><TABLE><FIELD name='ra' unit='pix' datatype='double'/>"
            + "<FIELD name='dec' datatype='double'/><DATA><TABLEDATA></TABLEDATA>")
          == "column ra of the catalog \(path) is in 'pix', which is no unit of right ascension; give "
          + "degrees")
      #expect(
        failure(
          "<VOTABLE><TABLE>\(fields)<DATA><TABLEDATA><TR><TD>x</TD><TD>2</TD></TR></TABLEDATA>")
          == "row 1 of the catalog \(path) has 'x' in column ra, which is no number; give degrees")
    }
  }

  /// SplitMix64: the same damage every time.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }

  @Test(arguments: ["photoobj.fits", "tabledata.vot", "binary.vot", "binary2.vot"])
  func damagedCatalogsEndInASentenceOrAreRead(name: String) throws {
    try withTemporaryFolder { folder in
      let whole = try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/\(name)"))
      let path = "\(folder)/\(name)"
      var complaints = 0
      for seed in 0..<150 {
        var dice = Dice(state: UInt64(seed))
        var bytes = whole
        switch seed % 3 {
        case 0: bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &dice))
        case 1:
          for _ in 0..<Int.random(in: 1...20, using: &dice) {
            bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(
              in: 0...255, using: &dice)
          }
        default:
          let start = Int.random(in: 0..<bytes.count, using: &dice)
          let end = min(bytes.count, start + Int.random(in: 1...200, using: &dice))
          bytes.replaceSubrange(start..<end, with: bytes.prefix(end - start))
        }
        try bytes.write(to: URL(fileURLWithPath: path))
        let text = sentence { _ = try SkyCatalog(reading: path) }
        if text != "no error" {
          complaints += 1
          #expect(text.contains(" ") && !text.contains("\n"))
        }
      }
      #expect(complaints > 40)
    }
  }
}
