import Foundation
import Testing

/// Every link of the guides to another file or heading leads there.
@Suite struct LinksTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let documents: [String] = {
    let guides =
      (try? FileManager.default.contentsOfDirectory(
        atPath: root.appendingPathComponent("docs").path)) ?? []
    return ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "catalogs/README.md"]
      + guides.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
  }()

  /// The lines of a document that are no code.
  private static func prose(of file: URL) throws -> [Substring] {
    let text = try String(contentsOf: file, encoding: .utf8)
    var isCode = false
    return text.split(separator: "\n").filter { line in
      if line.hasPrefix("```") { isCode.toggle() }
      return !isCode && !line.hasPrefix("```")
    }
  }

  /// What a heading is called in links: small letters, digits and hyphens, as GitHub makes it.
  static func anchor(of heading: some StringProtocol) -> String {
    let words = heading.lowercased().filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
    return words.replacingOccurrences(of: " ", with: "-")
  }

  private static func anchors(of file: URL) throws -> Set<String> {
    let headings = try prose(of: file).filter { $0.hasPrefix("#") }
    return Set(
      headings.map { line in
        anchor(of: line.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces))
      })
  }

  private static func links(of document: String) throws -> [Substring] {
    try prose(of: root.appendingPathComponent(document)).flatMap { line in
      line.matches(of: /\]\(([^)\s]+)\)/).map(\.1)
    }
  }

  @Test(arguments: documents)
  func everyLinkLeadsSomewhere(_ document: String) throws {
    let file = Self.root.appendingPathComponent(document)
    for link in try Self.links(of: document) where !link.contains("://") {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let target =
        parts[0].isEmpty
        ? file : file.deletingLastPathComponent().appendingPathComponent(String(parts[0]))
      #expect(
        FileManager.default.fileExists(atPath: target.standardizedFileURL.path),
        "\(document) leads to \(link), which is not there")
      guard parts.count == 2, target.pathExtension == "md" else { continue }
      #expect(
        try Self.anchors(of: target.standardizedFileURL).contains(String(parts[1])),
        "\(document) leads to \(link), but no heading is called so")
    }
  }

  @Test func headingsAreCalledAsGitHubCallsThem() {
    let heading = "AVX-512, measured on a 2-core Zen 4"
    #expect(Self.anchor(of: heading) == "avx-512-measured-on-a-2-core-zen-4")
    #expect(Self.anchor(of: "A source's way") == "a-sources-way")
    #expect(Self.anchor(of: "1. Every `band`, one spread") == "1-every-band-one-spread")
  }

  /// The README leads to every guide.
  @Test func theReadmeIsAnIndex() throws {
    let linked = Set(try Self.links(of: "README.md").map { $0.prefix { $0 != "#" } })
    let missing = Self.documents.filter { $0 != "README.md" && !linked.contains($0[...]) }
    #expect(missing.isEmpty, "the README does not lead to \(missing)")
    #expect(Self.documents.count > 12)
  }
}
