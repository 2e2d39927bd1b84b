import Console
import FITS
import Files
import Foundation
import Tables
import Tensors
import TestSupport
import Testing

@Suite struct TableTextTests {
  private let provenance = Provenance(
    program: "galaxy-aep 1", command: "galaxy-aep export \"a\" --out b", inputs: ["x\ny"])
  private let table = Table([
    Column(name: "ID", ucd: "meta.id", values: .string(["a,b", "say \"hi\"", "<c>&'"])),
    Column(name: "RA", unit: "deg", ucd: "pos.eq.ra", values: .double([10.5, 0.1, .nan])),
    Column(name: "DEC", unit: "deg", values: .double([-1, 2e-7, 3])),
    Column(
      name: "P_STAR", description: "Stars & such", values: .double([0.9375, 0.25, 0.5])),
    Column(name: "CODE", values: .floats(width: 2, [1, 2, 3.25, -.infinity, 5, 6])),
    Column(name: "OK", values: .bool([true, false, true])),
  ])

  @Test func csvQuotesAndSpreads() {
    #expect(
      CSVText.document(table) == """
        ID,RA,DEC,P_STAR,CODE_0,CODE_1,OK
        "a,b",10.5,-1.0,0.9375,1.0,2.0,true
        "say ""hi""\",0.1,2e-07,0.25,3.25,,false
        <c>&',,3.0,0.5,5.0,6.0,true

        """)
  }

  /// A file is written some rows at a time, by several threads: the same text.
  @Test(arguments: [0, 1, 4096, 4097, 270_000])
  func csvFilesHoldTheSameText(rows: Int) throws {
    let table = Table([
      Column(name: "ID", values: .string((0..<rows).map { $0 % 7 == 0 ? "a,\($0)" : "b\($0)" })),
      Column(name: "RA", values: .double((0..<rows).map { Double($0) / 3 })),
    ])
    try withTemporaryFolder { folder in
      try CSVText.text(table).write(to: "\(folder)/t.csv", workers: Workers(threads: 3))
      #expect(
        try String(contentsOfFile: "\(folder)/t.csv", encoding: .utf8) == CSVText.document(table))
    }
  }

  @Test func votableNamesUnitsAndMeanings() {
    #expect(
      VOTableText.document(table, name: "SCORES", provenance: provenance) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
        <RESOURCE>
        <INFO name="Software" value="galaxy-aep 1"/>
        <INFO name="Command" value="galaxy-aep export &quot;a&quot; --out b"/>
        <INFO name="Input" value="x
        y"/>
        <COOSYS ID="ICRS" system="ICRS"/>
        <TABLE name="SCORES" nrows="3">
        <FIELD name="ID" datatype="char" arraysize="*" ucd="meta.id"/>
        <FIELD name="RA" datatype="double" unit="deg" ucd="pos.eq.ra" ref="ICRS"/>
        <FIELD name="DEC" datatype="double" unit="deg"/>
        <FIELD name="P_STAR" datatype="double"><DESCRIPTION>Stars &amp; such</DESCRIPTION></FIELD>
        <FIELD name="CODE" datatype="float" arraysize="2"/>
        <FIELD name="OK" datatype="boolean"/>
        <DATA><TABLEDATA>
        <TR><TD>a,b</TD><TD>10.5</TD><TD>-1.0</TD><TD>0.9375</TD><TD>1.0 2.0</TD><TD>true</TD></TR>
        <TR><TD>say &quot;hi&quot;</TD><TD>0.1</TD><TD>2e-07</TD><TD>0.25</TD><TD>3.25 NaN</TD><TD>false</TD></TR>
        <TR><TD>&lt;c&gt;&amp;&#39;</TD><TD>NaN</TD><TD>3.0</TD><TD>0.5</TD><TD>5.0 6.0</TD><TD>true</TD></TR>
        </TABLEDATA></DATA>
        </TABLE>
        </RESOURCE>
        </VOTABLE>

        """)
  }

  @Test func regionsAreColouredAndKeepToTheirLines() throws {
    #expect(
      try RegionText.document(table, of: "t.fits", provenance: provenance) == """
        # Region file format: DS9 version 4.1
        # Software: galaxy-aep 1
        # Command: galaxy-aep export "a" --out b
        # Input: x y
        global color=green width=1 font="helvetica 10 normal roman" select=1
        icrs
        circle(10.500000,-1.000000,2.5") # color=yellow text={0.94} tag={star}
        circle(0.100000,0.000000,2.5") # color=cyan text={0.25} tag={galaxy}

        """)
  }

  /// DS9 makes groups of tags, so that a field is shown alone.
  @Test func regionsBearTheirFieldAndFieldsAreChosen() throws {
    let fields = Table([
      SourceColumn.field.column(.string(["a", "b{}\n", ""])),
      SourceColumn.ra.column(.double([1, 2, 3])), SourceColumn.dec.column(.double([0, 0, 0])),
    ])
    let lines = try RegionText.document(fields, of: "t.fits", provenance: provenance)
      .split(separator: "\n").suffix(3)
    #expect(
      lines == [
        "circle(1.000000,0.000000,2.5\") # tag={a}", "circle(2.000000,0.000000,2.5\") # tag={b() }",
        "circle(3.000000,0.000000,2.5\")",
      ])
    #expect(try fields.rows(of: ["a"], in: "t.fits")[.ra]?.doubles == [1])
    #expect(
      throws: CommandFailure(
        "cannot choose the field aa of t.fits: it has no source there; did you mean a?")
    ) { try fields.rows(of: ["a", "aa"], in: "t.fits") }
    #expect(
      throws: CommandFailure("cannot choose fields of t.fits: it has no column FIELD")
    ) { try Table([]).rows(of: ["a"], in: "t.fits") }
  }

  @Test func regionsNeedPositions() {
    let blind = Table([Column(name: "MAG", values: .float([1]))])
    #expect(
      throws: CommandFailure(
        "cannot make regions of t.fits: it has no columns RA and DEC; give codes, scores or a "
          + "cutout set's catalog")
    ) {
      try RegionText.document(blind, of: "t.fits", provenance: provenance)
    }
  }
}
