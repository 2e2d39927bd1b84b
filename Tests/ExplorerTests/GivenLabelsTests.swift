import Explorer
import Foundation
import TestSupport
import Testing

@Suite struct GivenLabelsTests {
  private let sources: [GivenLabels.Source] = [
    .init(id: "a", ra: 10.5, dec: -1), .init(id: "b,\"c\"", ra: 10.25, dec: 2),
    .init(id: "a", ra: 200, dec: 3),
  ]

  @Test func labelsAreACatalogThatIsGoneOnWith() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/labels.csv"
      var labels = try GivenLabels(of: sources, in: path)
      #expect(!FileManager.default.fileExists(atPath: path))
      try labels.give("STAR", to: [0])
      try labels.give("odd ring", to: [1])
      try labels.give("GALAXY", to: [2])
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(
        text == """
          id,ra,dec,class
          a,10.5000000,-1.0000000,STAR
          "b,""c""\",10.2500000,2.0000000,odd ring
          a,200.0000000,3.0000000,GALAXY

          """)
      // Names that come again are told apart by their place; a label can be taken back.
      var again = try GivenLabels(of: sources, in: path)
      #expect(again.entries == labels.entries)
      try again.give(nil, to: [1, 0])
      #expect(again.entries == [GivenLabels.Entry(row: 2, label: "GALAXY")])
    }
  }

  @Test func linesOfOtherSourcesStayAndOtherFilesAreRefused() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/labels.csv"
      try "id,ra,dec,class\nelsewhere,1,2,STAR\n".write(
        toFile: path, atomically: true, encoding: .utf8)
      var labels = try GivenLabels(of: sources, in: path)
      #expect(labels.entries.isEmpty)
      try labels.give("GALAXY", to: [0])
      #expect(
        try String(contentsOfFile: path, encoding: .utf8)
          == "id,ra,dec,class\nelsewhere,1,2,STAR\na,10.5000000,-1.0000000,GALAXY\n")
      let other = "\(folder)/other.csv"
      try "ra,dec,type\n1,2,3\n".write(toFile: other, atomically: true, encoding: .utf8)
      #expect(
        sentence { _ = try GivenLabels(of: sources, in: other) }
          == "cannot keep labels in \(other): its columns are ra,dec,type, not id,ra,dec,class; name "
          + "another file with --labels-out")
    }
  }

  @Test func aFileThatCannotBeWrittenChangesNothing() throws {
    var labels = try GivenLabels(of: sources, in: "/nowhere/at/all/labels.csv")
    #expect(throws: (any Error).self) { try labels.give("STAR", to: [0]) }
    #expect(labels.entries.isEmpty)
  }

  @Test(arguments: [
    ("star", "STAR"), (" Galaxy ", "GALAXY"), ("odd ring-2", "odd ring-2"), ("=cmd", nil),
    ("-1", nil), ("", nil), ("a,b", nil), ("a\nb", nil), ("<b>", nil),
    (String(repeating: "x", count: 41), nil),
  ])
  func wordsAreWhatACatalogCanHold(text: String, kept: String?) {
    #expect(GivenLabels.word(text) == kept)
  }
}
