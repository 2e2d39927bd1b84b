import Files
import Foundation
import Testing

/// The version stands in the program, in what people cite and in the changelog: the same one.
@Suite struct VersionTests {
  private static func text(of name: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func theCitationNamesThisVersion() throws {
    let citation = try Self.text(of: "CITATION.cff")
    #expect(citation.contains("\nversion: \(Provenance.version)\n"))
    #expect(citation.contains("\nlicense: BSD-3-Clause\n"))
  }

  @Test func theChangelogHasThisVersion() throws {
    let headings = try Self.text(of: "CHANGELOG.md").split(separator: "\n")
      .filter { $0.hasPrefix("## ") }
    #expect(headings.contains { $0.hasPrefix("## \(Provenance.version) (") })
  }
}
