import Catalogs
import Labels
import Sky
import TestSupport
import Testing

@Suite struct CatalogTests {
  private func catalog(_ text: String) throws -> SkyCatalog {
    try SkyCatalog(CSVTable(text: text, source: "a.csv"))
  }

  private func labels(_ text: String) throws -> LabelledCatalog {
    try LabelledCatalog(CSVTable(text: text, source: "a.csv"))
  }

  @Test(arguments: [
    "ra,dec", "RA,DEC", "ALPHA_J2000,DELTA_J2000", "RAJ2000,DEJ2000", "ra_deg,Dec_deg",
    "RightAscension,declination,ra",
  ])
  func positionColumnsAreFoundByHabit(header: String) throws {
    let row = header.hasSuffix("ra") ? "9,-2.25,10.5" : "10.5,-2.25"
    let catalog = try catalog("\(header)\n\(row)\n")
    #expect(catalog.positions == [SkyPosition(ra: 10.5, dec: -2.25)])
    #expect(catalog.ids == nil)
  }

  @Test func namesComeAlongAndRightAscensionsAreWrapped() throws {
    let catalog = try catalog("objID,ra,dec,class\nM1,-1,2,GALAXY\n17,360,3,STAR\n")
    #expect(catalog.ids == ["M1", "17"])
    #expect(catalog.positions.map(\.ra) == [359, 0])
  }

  @Test(arguments: [
    (
      "x,dec\n1,2\n",
      "the catalog a.csv has no column for right ascension (its columns: x, dec); name one of "
        + "them 'ra' or give it with --ra-column"
    ),
    (
      "ra,x\n1,2\n",
      "the catalog a.csv has no column for declination (its columns: ra, x); name one of them "
        + "'dec' or give it with --dec-column"
    ),
    (
      "ra,dec\n1,2\n10:61:30,2\n",
      "line 3 of the catalog a.csv has '10:61:30' in column ra, which is no number; give degrees"
    ),
    (
      "ra,dec\n1,nan\n",
      "none of the 1 rows of the catalog a.csv has a position; give one with right ascensions and "
        + "declinations"
    ),
    (
      "ra,dec\n1,91\n",
      "line 2 of the catalog a.csv places a source at ra 1, dec 91, which is not on the sky; give "
        + "degrees"
    ),
    (
      "ra,dec\n", "the catalog a.csv has no rows; give one with at least one position"
    ),
  ])
  func brokenCatalogsGetSentences(text: String, expected: String) {
    #expect(sentence { _ = try catalog(text) } == expected)
  }

  @Test(arguments: [
    ("class", "STAR", "GALAXY"), ("Class", "star", "Galaxy"), ("type", "6", "3"),
    ("is_star", "1", "0"), ("is_galaxy", "0", "1"), ("mu_class", "2", "1"), ("class", "S", "gal"),
    ("OBJC_TYPE", "6", "3"), ("TYPE", "PSF", "REX"), ("IS_STAR", "true", "False"),
    ("objtype", "6", "galaxy"),
  ])
  func classesAreUnderstood(column: String, star: String, galaxy: String) throws {
    let labels = try labels("ra,dec,\(column)\n1,2,\(star)\n3,4,\(galaxy)\n")
    #expect(labels.entries.map(\.sourceClass) == [.star, .galaxy])
    #expect(labels.stars == 1 && labels.galaxies == 1)
    #expect(labels.positions[1] == SkyPosition(ra: 3, dec: 4))
  }

  @Test func unknownClassesAreListedNotGuessed() throws {
    let labels = try labels("ra,dec,class\n1,2,STAR\n1,2,QSO\n1,2,QSO\n1,2,\n1,2,6\n")
    #expect(labels.entries.count == 1)
    #expect(labels.unknownClasses == ["QSO": 2, "": 1, "6": 1])
  }

  @Test func aCatalogWithoutClassesGetsASentence() {
    #expect(
      sentence { _ = try labels("ra,dec\n1,2\n") }
        == "the catalog a.csv has no column for the class (its columns: ra, dec); name one of "
        + "them 'class' or give it with --class-column")
    #expect(
      sentence { _ = try labels("ra,dec,class\n1,2,QSO\n1,2,AGN\n") }
        == "the catalog a.csv has no row with a known class (column class holds 'AGN', 'QSO'); "
        + "classes are STAR and GALAXY")
    #expect(
      sentence { _ = try labels("ra,dec,class\n") }
        == "the catalog a.csv has no row with a known class; classes are STAR and GALAXY")
  }
}
