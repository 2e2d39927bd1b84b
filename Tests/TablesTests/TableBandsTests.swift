import FITS
import Tables
import Testing

/// What bands a table's numbers are of travels in its header.
@Suite struct TableBandsTests {
  @Test func bandsComeBackFromAHeader() {
    let bands = TableBands(
      all: ["F606W", "F814W", "F160W"], reference: "F814W", stack: ["F606W", "F814W"])
    var header = Header()
    bands.write(to: &header)
    #expect(TableBands(header) == bands)
    #expect(SourceTable(table: Table([]), header: header, path: "t.fits").bands == bands)
  }

  @Test func olderTablesTellNone() {
    #expect(TableBands(Header()) == nil)
  }
}
