import Console
import FITS
import Tables
import Testing

/// A score that is no probability is refused where a table is read.
@Suite struct ProbabilityColumnTests {
  private func table(_ column: SourceColumn, _ values: [Double]) -> SourceTable {
    SourceTable(table: Table([column.column(.double(values))]), path: "s.fits")
  }

  @Test(arguments: [
    (1e30, "1e+30"), (-0.5, "-0.5"), (.infinity, "inf"), (1.01, "1.01"),
  ])
  func whatIsNoneIsTold(_ value: Double, _ text: String) {
    for column in [SourceColumn.pStar, .pClusters] {
      #expect(
        throws: CommandFailure(
          "cannot use s.fits: its \(column.name) in row 2 is \(text), no probability from 0 to 1; correct it, or "
            + "leave it empty (NaN) where none is known")
      ) { try table(column, [0.5, value]).score() }
    }
  }

  @Test func whatIsUnknownOrRoundedIsRead() throws {
    let values = try table(.pStar, [0, 1, .nan, 1 + 1e-12]).score().values
    #expect(values.count == 4 && values[2].isNaN && values[3] > 1)
  }
}
