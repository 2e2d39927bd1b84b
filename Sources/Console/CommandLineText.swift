/// Command lines as a person would type them.
package enum CommandLineText {
  /// The arguments joined, quoted where a shell would need it; after `limit` of them an ellipsis.
  package static func quoted(_ arguments: [String], atMost limit: Int = .max) -> String {
    var words = arguments.prefix(limit).map(quoted)
    if arguments.count > limit { words.append("… (\(arguments.count - limit) more)") }
    return words.joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0) }
    return plain && !word.isEmpty
      ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
