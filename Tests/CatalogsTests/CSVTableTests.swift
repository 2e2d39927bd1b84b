import Catalogs
import Foundation
import Labels
import TestSupport
import Testing

@Suite struct CSVTableTests {
  private func rows(_ text: String) throws -> [[String]] {
    try CSVTable(text: text, source: "a.csv").rows.map(\.fields)
  }

  @Test func readsTheHabitsOfAstronomers() throws {
    let text =
      "\u{FEFF}#Table1\r\n# made by hand\r\nra, dec ,\"class\"\r\n1.5,2,STAR\r\n\r\n"
      + " 3 ,\"4\" , \"a \"\"b\"\", c\"\r\n"
    let table = try CSVTable(text: text, source: "a.csv")
    #expect(table.columns == ["ra", "dec", "class"])
    #expect(table.rows.map(\.fields) == [["1.5", "2", "STAR"], ["3", "4", "a \"b\", c"]])
    #expect(table.rows.map(\.line) == [4, 6])
  }

  @Test func separatorsAreFoundInTheHeader() throws {
    #expect(try rows("a\tb\n1\t2,5\n") == [["1", "2,5"]])
    #expect(try rows("a;b\n1;2\n") == [["1", "2"]])
    #expect(try rows("a\n1\n2") == [["1"], ["2"]])
    #expect(try rows("a,b\n,\n") == [["", ""]])
  }

  @Test func quotedFieldsMayHoldLineEnds() throws {
    let table = try CSVTable(text: "a,b\n\"1\n2\",3\n4,5\n", source: "a.csv")
    #expect(table.rows.map(\.fields) == [["1\n2", "3"], ["4", "5"]])
    #expect(table.rows.map(\.line) == [2, 4])
  }

  @Test(arguments: [
    (
      "", "the catalog a.csv is empty; its first line must name columns such as ra,dec,class"
    ),
    (
      "# nothing\n\n",
      "the catalog a.csv is empty; its first line must name columns such as ra,dec,class"
    ),
    (
      "ra,dec\n1,2\n\n3\n",
      "line 4 of the catalog a.csv has 1 field where the header names 2; correct the line"
    ),
    (
      "ra,dec\n1,2,3\n",
      "line 2 of the catalog a.csv has 3 fields where the header names 2; correct the line"
    ),
    (
      "ra,dec\n\"1,2\n",
      "line 2 of the catalog a.csv opens a quote that is never closed; close it"
    ),
    (
      "ra,dec\n\"1\"x,2\n",
      "line 2 of the catalog a.csv has text after a closing quote; write a quote inside a field "
        + "twice"
    ),
    ("ra,dec\n\u{0},2\n", "line 2 of the catalog a.csv holds binary data; give a CSV file"),
  ])
  func brokenFilesGetSentences(text: String, expected: String) {
    #expect(sentence { _ = try CSVTable(text: text, source: "a.csv") } == expected)
  }

  @Test func endlessLinesAndHeadersAreRefused() {
    let long = "ra,dec\n" + String(repeating: "1", count: 2_000_000) + ",2\n"
    #expect(
      sentence { _ = try CSVTable(text: long, source: "a.csv") }
        == "line 2 of the catalog a.csv is longer than 1048576 bytes; is it a CSV file?")
    let wide = String(repeating: "a,", count: 5000) + "a\n"
    #expect(
      sentence { _ = try CSVTable(text: wide, source: "a.csv") }
        == "the catalog a.csv names 5001 columns, more than 4096; keep only those that are needed")
  }

  @Test func anyBytesEndInATableOrASentence() throws {
    let seed = Array("ra,dec,class\n1,2,\"STAR\"\r\n3,4,GALAXY\n".utf8)
    try withTemporaryFolder { folder in
      for position in seed.indices {
        for byte: UInt8 in [0, 0x22, 0x2C, 0x0A, 0x0D, 0xFF] {
          var bytes = seed
          bytes[position] = byte
          let path = "\(folder)/x.csv"
          try Data(bytes).write(to: URL(fileURLWithPath: path))
          _ = sentence { _ = try SkyCatalog(reading: path) }
          _ = sentence { _ = try LabelledCatalog(reading: path) }
        }
      }
    }
  }
}
