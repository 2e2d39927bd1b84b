import ArgumentParser
import Commands
import Foundation
import Pipelines
import Testing

/// The commands that guides tell people to type are commands that the program understands.
@Suite struct DocumentsTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let documents: [String] = {
    let guides =
      (try? FileManager.default.contentsOfDirectory(
        atPath: root.appendingPathComponent("docs").path)) ?? []
    return ["README.md", "CONTRIBUTING.md", "catalogs/README.md"]
      + guides.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
  }()

  /// The lines of code blocks that begin with the program's name.
  private static func commands(in document: String) throws -> [String] {
    let text = try String(contentsOf: root.appendingPathComponent(document), encoding: .utf8)
    let blocks = text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }
    return blocks.flatMap { block in
      let lines = block.element.split(separator: "\n").map(String.init)
      let typed = lines.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
      // Where prompts tell what is typed, the other lines are what came of it.
      return (typed.isEmpty ? lines : typed).filter { $0.hasPrefix("galaxy-aep ") }
    }
  }

  @Test(arguments: documents)
  func everyCommandIsUnderstood(_ document: String) throws {
    for line in try Self.commands(in: document) where !line.hasPrefix("galaxy-aep COMMAND") {
      let command = line.split(separator: " #", maxSplits: 1).first.map(String.init) ?? line
      var words = ShellScript.words(command)
      if let end = words.firstIndex(where: { [">", "|", "2>", "…"].contains($0) }) {
        words = Array(words[..<end])
      }
      guard !words.contains("--generate-completion-script"), !words.contains("--help") else {
        continue
      }
      #expect(Spelling(Array(words.dropFirst())).hint == nil, "\(document): \(line)")
      #expect(throws: Never.self, "\(document): \(line)") {
        try GalaxyAEP.parseAsRoot(CommonFlags.taken(from: Array(words.dropFirst())).rest)
      }
    }
  }

  @Test func theGuidesAreFound() throws {
    #expect(Self.documents.count > 8)
    #expect(try Self.commands(in: "README.md").count > 15)
  }
}
