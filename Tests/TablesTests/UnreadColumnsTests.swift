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

  /// What is not held goes from file to file; old names do not come back.
  @Test func itIsWrittenWhole() throws {
    try withTables { (whole, some, path) throws in
      var tables = [whole, some]
      let written = try tables.indices.map { place in
        tables[place].put(
          SourceColumn.pStar.column(.double([0.5, 0.25, 0])),
          SourceColumn.sharp.column(.bool([true, true, true])))
        tables[place].path = "\(path)-\(place)"
        try tables[place].write(
          named: .scores, provenance: Provenance(program: "test", command: "test"))
        return try SourceTable(reading: tables[place].path, named: .scores, maker: "cluster")
      }
      func columns(_ place: Int) -> [Column] {
        written[place].table.columns.sorted { $0.name < $1.name }
      }
      #expect(columns(0) == columns(1))
      #expect(written[1].table.columns.last?.name == "CODE")
      #expect(try written[1].numbers(.pClusters) == [0.25, 0.5, 1])
    }
  }

  @Test func someRowsHaveTheColumnsAskedFor() throws {
    try withTables { (whole, some, _) throws in
      for rows in [[2, 0], [1]] {
        let expected = Table(
          [whole.table[.id], whole.table[.code]].compactMap { $0 }
        ).rows(rows)
        #expect(try some.rows(rows, with: [.edge, .id, .code]).table == expected)
        #expect(try whole.rows(rows, with: [.edge, .id, .code]).table == expected)
      }
      #expect(try some.rows(1..<3, with: [.code]).codeMatrix().values == [3, 4, 5, 6])
    }
  }

  /// Out of memory is not out of the table, also where all its columns were read.
  @Test func whatIsForgottenIsReadAgainAndWhatIsRemovedIsGone() throws {
    try withTables { (whole, _, path) throws in
      let all: [SourceColumn] = [
        .id, .field, .ra, .magnitude(in: "g"), .sharp, .cluster, .pStar, .code,
      ]
      for columns in [[.id, .code], all] {
        var some = try SourceTable(
          reading: path, named: .scores, maker: "cluster", columns: columns)
        some.forget(.code)
        #expect(some.table[.code] == nil && some.has(.code))
        #expect(try some.codes().values == [1, 2, 3, 4, 5, 6])
        #expect(try some.rows([1], path: path).table == whole.table.rows([1]))
        some.remove(.code)
        #expect(!some.has(.code))
      }
      var whole = whole
      whole.forget(.code)
      #expect(whole.has(.code))
      whole.remove(.code)
      #expect(!whole.has(.code))
    }
  }

  @Test func aCodeThatIsNoNumberIsNamed() throws {
    let table = SourceTable(
      table: Table([
        SourceColumn.id.column(.string(["a", "b"])),
        SourceColumn.code.column(.floats(width: 2, [1, 2, 3, .nan])),
      ]), path: "codes.fits")
    #expect(
      throws: CommandFailure(
        "cannot use the codes of codes.fits: number 1 of b is not finite; drop that source or encode it again"
      )
    ) { try table.codeMatrix() }
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
