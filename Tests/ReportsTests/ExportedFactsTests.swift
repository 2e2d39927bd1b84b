import Foundation
import Reports
import TestSupport
import Testing

/// What `info` tells of files that are written for other programs.
@Suite struct ExportedFactsTests {
  private func lines(_ text: String, named name: String) throws -> [String] {
    try withTemporaryFolder { folder in
      let path = "\(folder)/\(name)"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try FileFacts(of: path).lines.map { $0.replacing(folder + "/", with: "") }
    }
  }

  @Test func regionsAreCountedByKindAndTag() throws {
    let text = """
      # Region file format: DS9 version 4.1
      # Step: export
      # Command: galaxy-aep export scores.fits --out a.reg
      global color=green select=1
      icrs
      circle(1.5,2.5,2.5") # color=yellow text={0.97} tag={star}
      circle(1.6,2.5,2.5") # color=cyan text={0.03} tag={galaxy}
      -circle(1.7,2.5,2.5") # tag={galaxy} tag={faint}
      image; box(10,10,4,4,0)
      # circle(9,9,9)
      """
    #expect(
      try lines(text, named: "a.reg") == [
        "a.reg: regions for DS9", "  shapes    3 circle, 1 box",
        "  tags      2 galaxy, 1 faint, 1 star", "  frame     icrs, image", "  Step      export",
        "  Command   galaxy-aep export scores.fits --out a.reg",
      ])
    #expect(
      try lines("# only words\n", named: "b.reg") == ["b.reg: regions for DS9", "  shapes    none"])
  }

  @Test func aVOTableTellsItsColumns() throws {
    let text = """
      <VOTABLE version="1.4"><RESOURCE><INFO name="Step" value="export"/><TABLE name="SCORES">
      <FIELD name="RA" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main"><DESCRIPTION>Right ascension</DESCRIPTION></FIELD>
      <FIELD name="FLAGS" datatype="int"/>
      <DATA><TABLEDATA><TR><TD>1</TD><TD>2</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>
      """
    let told = [
      "table      SCORES, 1 rows, 2 columns",
      "  RA       double [deg] Right ascension (pos.eq.ra;meta.main)",
      "  FLAGS    int ", "Step       export",
    ]
    func compact(_ line: String) -> String {
      line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    for name in ["a.vot", "a.xml"] {
      let lines = try lines(text, named: name)
      #expect(lines.first == "\(name): a table (VOTable)")
      #expect(lines.dropFirst().map(compact) == told.map(compact))
    }
  }
}
