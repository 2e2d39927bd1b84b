import Console
import FITS
import Files
import Foundation
import Reports
import Tables
import TestSupport
import Testing

/// What `info --source` tells.
@Suite struct SourceFactsTests {
  private func withTable(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      var document = FITSDocument()
      document.add(
        Table([
          SourceColumn.id.column(.string(["7", "8", "7"])),
          SourceColumn.field.column(.string(["a", "a", "b"])),
          SourceColumn.ra.column(.double([150.5, 1, 2])),
          SourceColumn.dec.column(.double([-2, 1, 2])),
          SourceColumn.magnitude.column(.float([20.25, 21, .nan])),
          SourceColumn.code.column(.floats(width: 2, [1, 2.5, 3, 4, 5, .nan])),
        ]), header: Header(), name: TableName.codes.rawValue)
      try document.write(to: folder + "/codes.fits", provenance: Provenance(command: "test"))
      try body(folder + "/codes.fits")
    }
  }

  @Test func aSourceTellsItsRowAndWhereItsSkyIsShown() throws {
    try withTable { path in
      let facts = try SourceFacts.all(named: "a/7", in: path)
      #expect(facts.count == 1)
      #expect(
        facts[0].lines == [
          "7 in \(path)", "  ID              7", "  FIELD           a",
          "  RA              150.5 deg",
          "  DEC             -2.0 deg", "  MAG             20.25 mag", "  CODE            1.0 2.5",
          "  SkyServer       https://skyserver.sdss.org/dr18/VisualTools/navi?ra=150.500000&dec=-2.000000&scale=0.2",
          "  Legacy Surveys  https://www.legacysurvey.org/viewer?ra=150.500000&dec=-2.000000&zoom=16",
          "  Aladin          https://aladin.cds.unistra.fr/AladinLite/?target=150.500000%20-2.000000&fov=0.03",
        ])
      #expect(facts[0].data["ID"] == .text("7") && facts[0].data["MAG"] == .number(20.25))
      #expect(facts[0].data["CODE"] == .list([.whole(1), .number(2.5)]))
      #expect(facts[0].links.keys.sorted() == ["Aladin", "Legacy Surveys", "SkyServer"])
    }
  }

  @Test func aNameThatComesAgainIsToldAgain() throws {
    try withTable { path in
      let facts = try SourceFacts.all(named: "7", in: path)
      #expect(facts.map { $0.data["FIELD"] } == [.text("a"), .text("b")])
      #expect(facts[1].lines.contains("  MAG             – mag"))
      let json = String(decoding: try JSONEncoder().encode(facts), as: UTF8.self)
      #expect(json.contains("\"MAG\":null") && !json.contains("lines"))
    }
  }

  @Test func whatIsNotThereIsTold() throws {
    try withTable { path in
      #expect(
        throws: CommandFailure(
          "cannot find the source 9 in \(path): none of its 3 sources is called so")
      ) { try SourceFacts.all(named: "9", in: path) }
      let folder = (path as NSString).deletingLastPathComponent
      #expect(
        throws: CommandFailure(
          "cannot look for the source 9 in \(folder): it is a folder; give a table, codes or scores say"
        )
      ) { try SourceFacts.all(named: "9", in: folder) }
      var document = FITSDocument()
      document.add(Image(shape: [1, 1], pixels: [0]), header: Header())
      try document.write(to: folder + "/image.fits", provenance: Provenance(command: "test"))
      #expect(
        throws: CommandFailure(
          "cannot look for the source 9 in \(folder)/image.fits: it holds no table with a column ID"
        )
      ) { try SourceFacts.all(named: "9", in: folder + "/image.fits") }
    }
  }
}
