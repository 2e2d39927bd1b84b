internal import Foundation

/// What a pipeline says of itself in the comment that its file begins with.
package struct PipelineHead: Equatable {
  /// The comment, line by line, without its signs.
  package let lines: [String]

  package init(yaml text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("#") }
      .map { $0.dropFirst().hasPrefix(" ") ? String($0.dropFirst(2)) : String($0.dropFirst()) }
  }

  /// What it does: its first clause.
  package var subject: String {
    let paragraph = lines.prefix { !$0.isEmpty }.joined(separator: " ")
    let end = [": ", "; ", ". "].compactMap { paragraph.range(of: $0)?.lowerBound }.min()
    let clause = end.map { paragraph[..<$0] } ?? paragraph[...]
    return String(clause.hasSuffix(".") ? clause.dropLast() : clause)
  }

  /// How long it took where it was measured, "1.5 minutes"; nil where it says nothing of it.
  package var duration: String? {
    lines.joined(separator: "\n").firstMatch(of: /Measured in ([0-9.]+ (?:s|minutes))\b/)
      .map { String($0.1) }
  }

  /// The figure that it is best known by, "AUC 0.972"; nil where it was not measured.
  package var figure: String? {
    let sign = "In short: "
    return lines.first { $0.hasPrefix(sign) }.map { String($0.dropFirst(sign.count)) }
  }
}
