import Catalogs
import FITS
import Files
import Foundation
import Labels
import Sky
import TestSupport
import Testing

/// Catalogs as people have them: names in a comment, blanks between fields, other units, gaps.
@Suite struct CatalogHeadTests {
  /// What a file of this text is read as.
  private func read<Result>(
    _ text: String, _ name: String = "c.txt", _ body: (String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      return try body("\(folder)/\(name)")
    }
  }

  private static let rows = "M1 10.5 -2.25 STAR\n1237661050000000123 359.75 89.5 GALAXY\n"

  private static let commaRows = rows.replacingOccurrences(of: " ", with: ",")
  private static let ecsv = """
    # %ECSV 1.0
    # ---
    # datatype:
    # - {name: id, datatype: string}
    # - {name: ra, unit: deg, datatype: float64, description: 'a, unit: rad'}
    # - {name: dec, datatype: float64}
    # - {name: class, datatype: string}
    # schema: astropy-2.0
    id ra dec class

    """
  private static let sextractor = """
    #   1 ID           Name
    #   2 ALPHA_J2000  Right ascension of barycenter (J2000)  [deg]
    #   3 DELTA_J2000  Declination of barycenter (J2000)      [deg]
    #   4 CLASS

    """
  private static let heads: [String] = [
    "id ra dec class\n\(rows)",
    // astropy's commented_header, TOPCAT; numpy's savetxt; CasJobs
    "# id ra dec class\n\(rows)", "#id,ra,dec,class\n\(commaRows)",
    "# made by hand\n# id,ra,dec,class\n\(rows)", "#Table1\nid,ra,dec,class\n\(commaRows)",
    "id|ra|dec|class\n" + rows.replacingOccurrences(of: " ", with: " | "),
    "  id   ra\tdec   class  \r\n".replacingOccurrences(of: "\t", with: " ")
      + rows.replacingOccurrences(of: " ", with: " \t  ").replacingOccurrences(
        of: "\n", with: "  \r\n"),
    ecsv + rows, "# %ECSV 1.0\n# ---\n# delimiter: ','\nid,ra,dec,class\n\(commaRows)",
    sextractor + rows,
  ]

  @Test(arguments: heads)
  func everyHeadIsUnderstood(_ text: String) throws {
    // A first row of two numbers or more shows that it is no head.
    try read(text) { path in
      let catalog = try SkyCatalog(reading: path)
      #expect(
        catalog.positions == [
          SkyPosition(ra: 10.5, dec: -2.25), SkyPosition(ra: 359.75, dec: 89.5),
        ])
      #expect(catalog.ids == ["M1", "1237661050000000123"])
      let labels = try LabelledCatalog(reading: path)
      #expect(labels.entries.map(\.sourceClass) == [.star, .galaxy])
    }
  }

  @Test func aTableWithoutNamesIsCalledSo() throws {
    for text in [
      Self.rows, Self.rows.replacingOccurrences(of: " ", with: ","), "# made by hand\n" + Self.rows,
    ] {
      try read(text) { path in
        let line = text.hasPrefix("#") ? 2 : 1
        #expect(
          sentence { _ = try SkyCatalog(reading: path) }
            == "the catalog \(path) does not name its columns: its line \(line) holds data; put a line "
            + "such as id,ra,dec,class before it")
      }
    }
  }

  @Test func anIPACTableIsCalledSo() throws {
    try read("\\ IPAC\n| ra | dec |\n  1  2\n") { path in
      #expect(
        sentence { _ = try SkyCatalog(reading: path) }
          == "cannot read the catalog \(path): it is an IPAC table; save it as CSV, FITS or VOTable"
      )
    }
  }

  /// Angles of 150° and 2.5° in every unit, by every road.
  struct Angles: Sendable {
    var unit: String
    var ra: Double
    /// Nil where the unit is none of declinations.
    var dec: Double?
  }

  private static let radian = Double.pi / 180
  private static let angles: [Angles] = [
    Angles(unit: "deg", ra: 150, dec: 2.5), Angles(unit: "degrees", ra: 150, dec: 2.5),
    Angles(unit: "hours", ra: 10), Angles(unit: "hourangle", ra: 10), Angles(unit: "h", ra: 10),
    Angles(unit: "rad", ra: 150 * radian, dec: 2.5 * radian),
    Angles(unit: "radian", ra: 150 * radian, dec: 2.5 * radian),
    Angles(unit: "arcmin", ra: 9000, dec: 150), Angles(unit: "arcsec", ra: 540_000, dec: 9000),
  ]

  @Test(arguments: angles)
  func unitsAreConverted(_ angles: Angles) throws {
    let (unit, ra) = (angles.unit, angles.ra)
    let decUnit = angles.dec == nil ? "deg" : unit
    let number = angles.dec ?? 2.5
    var document = FITSDocument()
    document.add(
      Table([
        Column(name: "RA", unit: unit, values: .double([ra])),
        Column(name: "DEC", unit: decUnit, values: .double([number])),
      ]), name: "CAT")
    let ecsv = """
      # %ECSV 1.0
      # ---
      # datatype:
      # - {name: ra, unit: \(unit), datatype: float64}
      # - {name: dec, unit: \(decUnit), datatype: float64}
      ra dec
      \(ra) \(number)
      """
    let block = """
      # %ECSV 0.9
      # ---
      # datatype:
      # - name: ra
      #   unit: \(unit)
      #   datatype: float64
      # - name: dec
      #   unit: !astropy.units.Unit {unit: \(decUnit)}
      ra dec
      \(ra) \(number)
      """
    let table = """
      <VOTABLE><TABLE><FIELD name='ra' unit='\(unit)' datatype='double'/>
      <FIELD name='dec' unit='\(decUnit)' datatype='double'/>
      <DATA><TABLEDATA><TR><TD>\(ra)</TD><TD>\(number)</TD></TR></TABLEDATA></DATA></TABLE></VOTABLE>
      """
    let sextractor = """
      # 1 RA x [\(unit)]
      # 2 DEC x [\(decUnit)]
      \(ra) \(number)
      """
    let texts: [String: String] = [
      "c.ecsv": ecsv, "block.ecsv": block, "c.vot": table, "c.cat": sextractor,
    ]
    try withTemporaryFolder { folder in
      try document.write(to: "\(folder)/c.fits")
      for (name, text) in texts {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      for name in texts.keys + ["c.fits"] {
        let position = try SkyCatalog(reading: "\(folder)/\(name)").positions[0]
        #expect(abs(position.ra - 150) < 1e-10 && abs(position.dec - 2.5) < 1e-11, "\(name)")
      }
    }
  }

  @Test(arguments: [("ra", "furlong"), ("dec", "hours"), ("ra", "pixel"), ("dec", "K")])
  func unitsOfNoAngleAreRefused(_ column: String, _ unit: String) throws {
    let head = ["ra", "dec"].map { name in
      "# - {name: \(name), \(name == column ? "unit: \(unit), " : "")datatype: float64}\n"
    }
    try read("# %ECSV 1.0\n# ---\n# datatype:\n\(head.joined())ra dec\n1 2\n") { path in
      let meaning = column == "ra" ? "right ascension" : "declination"
      #expect(
        sentence { _ = try SkyCatalog(reading: path) }
          == "column \(column) of the catalog \(path) is in '\(unit)', which is no unit of \(meaning); "
          + "give degrees")
    }
  }

  @Test(arguments: [
    ("10:00:00", "-02:30:00"), ("10 00 00.0", "-02 30 00"), ("10h00m00s", "-02d30m00s"),
    ("150d00m00s", "-2d30m"), ("9:60:00", "-2:29:60"),
  ])
  func sexagesimalTextsAreAngles(_ ra: String, _ dec: String) throws {
    try read("ra,dec\n\(ra),\(dec)\n") { path in
      let position = try SkyCatalog(reading: path).positions[0]
      #expect(abs(position.ra - 150) < 1e-10 && abs(position.dec + 2.5) < 1e-11)
    }
    // A minus before zero degrees counts.
    try read("ra,dec\n\(ra),-00:30:00\n") { path in
      let position = try SkyCatalog(reading: path).positions[0]
      #expect(position.dec == -0.5)
    }
  }

  @Test(arguments: ["10:61:00", "1:2:3:4", "1.5:2:3", "ten", "10:-5:00", "0x10:00:00"])
  func whatIsNoAngleIsRefused(_ ra: String) throws {
    try read("ra,dec\n1,2\n\(ra),2\n") { path in
      #expect(
        sentence { _ = try SkyCatalog(reading: path) }
          == "line 3 of the catalog \(path) has '\(ra)' in column ra, which is no number; give degrees"
      )
    }
  }

  @Test(arguments: ["", "nan", "NaN", "--", "null", "N/A"])
  func rowsWithoutAPositionAreLeftOutAndCounted(_ gap: String) throws {
    let text = "id,ra,dec,class\na,1,2,STAR\nb,\(gap),2,STAR\nc,3,\(gap),GALAXY\nd,5,6,GALAXY\n"
    try read(text) { path in
      let remark = FileRemark(
        path: path, "2 of its 4 rows without a position, the first in line 3, left out")
      let catalog = try SkyCatalog(reading: path)
      #expect(catalog.positions.map(\.ra.isFinite) == [true, false, false, true])
      #expect(catalog.rowsWithoutPosition == 2 && catalog.remarks == [remark])
      let labels = try LabelledCatalog(reading: path)
      #expect(labels.entries.map(\.id) == ["a", "d"] && labels.remarks == [remark])
      let scored = try ScoredCatalog(reading: path, column: "dec")
      #expect(scored.remarks == [remark])
    }
    let rows = text.split(separator: "\n").dropFirst().map { row -> String in
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      return "<TR>" + cells.map { "<TD>\($0)</TD>" }.joined() + "</TR>"
    }
    let fields = ["id", "ra", "dec", "class"].map {
      "<FIELD name='\($0)' datatype='char' arraysize='*'/>"
    }
    let table =
      "<VOTABLE><TABLE>\(fields.joined())<DATA><TABLEDATA>\(rows.joined())</TABLEDATA></DATA></TABLE>"
    try read(table + "</VOTABLE>", "c.vot") { path in
      let remarks = try SkyCatalog(reading: path).remarks.map(\.text)
      #expect(
        remarks
          == ["2 of its 4 rows without a position, the first in row 2, left out"])
    }
  }

  /// Angles in another unit than degrees are read in it, and that is told.
  @Test func unitsThatAreNoDegreesAreTold() throws {
    let head = "# %ECSV 1.0\n# ---\n# datatype:\n"
    for (unit, name, ra) in [("hourangle", "hours", 10.0), ("rad", "radians", 150 * Self.radian)] {
      let columns =
        "# - {name: ra, unit: \(unit), datatype: float64}\n# - {name: dec, unit: deg, datatype: float64}\n"
      try read(head + columns + "ra dec\n\(ra) 2.5\n", "c.ecsv") { path in
        let catalog = try SkyCatalog(reading: path)
        #expect(
          catalog.remarks == [
            FileRemark(path: path, "its column ra is read in \(name), as its unit says")
          ])
        #expect(abs(catalog.positions[0].ra - 150) < 1e-9)
      }
    }
  }
}
