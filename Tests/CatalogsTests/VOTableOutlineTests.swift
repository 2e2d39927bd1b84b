import Catalogs
import Foundation
import TestSupport
import Testing

/// What the tables of a VOTable are, told without reading their cells.
@Suite struct VOTableOutlineTests {
  private func outline(_ text: String) throws -> VOTableOutline {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.vot"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try VOTableOutline(of: path)
    }
  }

  @Test func tablesFieldsAndRowsAreTold() throws {
    let outline = try outline(
      """
      <?xml version="1.0"?>
      <VOTABLE version="1.4"><DESCRIPTION>of the whole</DESCRIPTION><RESOURCE>
      <INFO name="Step" value="export"/>
      <TABLE name="SCORES" nrows="7"><DESCRIPTION>of the table</DESCRIPTION>
      <FIELD name="RA" datatype="double" unit="deg" ucd="pos.eq.ra"><DESCRIPTION>Right &lt;ascension&gt;</DESCRIPTION></FIELD>
      <FIELD ID="col2" datatype="char" arraysize="*"/>
      <DATA><TABLEDATA><TR><TD>1</TD><TD>a</TD></TR><TR><TD>2</TD><TD>b</TD></TR></TABLEDATA></DATA></TABLE>
      <TABLE><FIELD name="x" datatype="int"/><DATA><BINARY><STREAM encoding="base64">AAAA</STREAM></BINARY></DATA></TABLE>
      <TABLE name="none"><DATA><TABLEDATA/></DATA></TABLE>
      </RESOURCE></VOTABLE>
      """)
    #expect(outline.tables.map(\.name) == ["SCORES", "", "none"])
    // Rows that are there count, not what an attribute claims.
    #expect(outline.tables.map(\.rows) == [2, nil, 0])
    let fields = outline.tables[0].fields
    #expect(fields.map(\.name) == ["RA", "col2"] && fields.map(\.datatype) == ["double", "char"])
    #expect(fields.map(\.unit) == ["deg", nil] && fields.map(\.ucd) == ["pos.eq.ra", nil])
    #expect(fields.map(\.description) == ["Right <ascension>", nil])
    #expect(outline.remarks.map(\.name) == ["Step"] && outline.remarks.map(\.value) == ["export"])
  }

  @Test func whatIsNoVOTableIsRefused() throws {
    #expect(
      sentence { _ = try outline("<html><body/></html>") }.hasSuffix(": it is XML but no VOTable"))
    #expect(
      sentence { _ = try outline("<VOTABLE><TABLE name=\"a\"") }.contains("cannot read the VOTable")
    )
  }
}
