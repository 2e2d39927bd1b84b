import Commands
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

  /// What a person is asked for who reports a fault: five lines, every library with a number.
  @Test func theProgramSaysWhatItIsMadeOf() throws {
    let lines = ProgramVersion.lines
    #expect(lines.first == "galaxy-aep \(Provenance.version)")
    #expect(
      lines.dropFirst().map { $0.prefix { $0 != " " } }
        == ["commit", "kernels", "libraries", "files"])
    let libraries = lines[3].dropFirst("libraries  ".count)
    let names = [
      "CFITSIO", "WCSLIB", "SEP", "OpenBLAS", "XGBoost", "Cairo", "libpng", "zlib", "libdeflate",
    ]
    let told = libraries.split(separator: ", ")
    #expect(told.map { $0.prefix { $0 != " " } } == names.map { $0[...] })
    for library in told {
      #expect(library.contains(/\s[0-9]+\.[0-9]+/), "\(library) has no version")
    }
  }

  @Test(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
  func theOptionPrintsIt() throws {
    let said = try BuiltProgram.run("--version")
    #expect(said.status == 0)
    #expect(said.output.hasPrefix("galaxy-aep \(Provenance.version)\ncommit "))
  }
}
