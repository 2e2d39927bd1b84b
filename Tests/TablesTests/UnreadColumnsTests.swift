import Console
import FITS
import Files
import Tables
import TestSupport
import Testing

/// A table of which only some columns are held is the same table to whoever asks.
@Suite struct UnreadColumnsTests {
  private func withTables(
    _ body: (_ whole: SourceTable, _ some: SourceTable, _ path: String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/scores.fits"
      let table = Table([
        SourceColumn.id.column(.string(["a", "b", "c"])),
        SourceColumn.field.column(.string(["1", "1", "2"])),
        SourceColumn.ra.column(.double([10, 11, 12])),
        SourceColumn.magnitude(in: "g").column(.float([20, 21, 22])),
        SourceColumn.sharp.column(.bool([false, true, false])),
        SourceColumn.cluster.column(.int32([1, 0, 1])),
        // As version 0.1 called it.
        SourceColumn.pStar.column(.double([0.25, 0.5, 1])),
        SourceColumn.code.column(.floats(width: 2, [1, 2, 3, 4, 5, 6])),
      ])
      try SourceTable(table: table, path: path).write(
        named: .scores, provenance: Provenance(program: "test", command: "test"))
      func read(_ columns: [SourceColumn]?) throws -> SourceTable {
        try SourceTable(reading: path, named: .scores, maker: "cluster", columns: columns)
      }
      try body(read(nil), read([.id, .pStar, .edge]), path)
    }
  }

  @Test func whatIsNotHeldIsReadWhenItIsAskedFor() throws {
    try withTables { (whole, some, _) throws in
      #expect(some.table.columns.map(\.name) == ["ID", "P_CLUSTERS"])
      #expect(some.has(.ra) && some.has(.code) && !some.has(.edge) && !some.has(.pStar))
      #expect(try some.numbers(.ra) == [10, 11, 12])
      #expect(try some.texts(.field) == ["1", "1", "2"])
      #expect(try some.flags(.sharp) == [false, true, false])
      #expect(try some.flags(.saturated) == [false, false, false])
      #expect(try some.codes().values == [1, 2, 3, 4, 5, 6])
      #expect(try some.score().values == whole.score().values)
      #expect(some.scoreColumn == .pClusters && some.magnitudeBands == ["g"])
      #expect(try some.identities() == whole.identities())
    }
  }

  @Test func rowsHaveAllColumns() throws {
    try withTables { (whole, some, _) throws in
      let rows = try some.rows([2, 0], path: "other.fits")
      #expect(rows.table == whole.table.rows([2, 0]) && rows.path == "other.fits")
      #expect(try whole.rows([2, 0], path: "other.fits").table == rows.table)
    }
  }

  @Test func aMissingColumnIsLookedForAmongAll() throws {
    try withTables { (_, some, path) throws in
      #expect(
        throws: CommandFailure(
          "cannot use \(path): it has no column DEC"
            + Suggestion.text(
              for: "DEC",
              among: ["ID", "P_CLUSTERS", "FIELD", "RA", "MAG_g", "SHARP", "CLUSTER", "CODE"]))
      ) { try some.numbers(.dec) }
    }
  }
}
