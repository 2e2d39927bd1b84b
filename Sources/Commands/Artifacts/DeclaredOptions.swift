internal import ArgumentParser
internal import Console
package import Files
internal import Foundation

/// Which of a command's arguments and options name files that it reads or writes, and of what kind.
///
/// Found by asking the command itself: it is given a made-up name for every one of them and says what it
/// would read and write (`DeclaredFiles`). So help cannot tell anything else than what is done.
package struct DeclaredOptions {
  package enum Role: String, Sendable { case reads, writes }

  package struct Entry: Equatable, Sendable {
    package var role: Role
    /// Several where an argument takes files of several kinds, the first before others.
    package var kinds: [Artifact.Kind]
    /// As help calls it: "<model>", "--out".
    package var option: String
    /// What a shell offers for it.
    package var completion: Completion?
    /// What it is where nothing is given; nil where nothing is read or written then.
    package var usual: String?
  }

  /// What a shell offers for an argument.
  package enum Completion: Decodable, Equatable, Sendable {
    case list(values: [String]), file(extensions: [String]), directory, shellCommand(
      command: String)
    case custom, customAsync, customDeprecated
  }

  /// In the order in which the command declares them.
  package let entries: [Entry]

  package init(of command: any DataCommand.Type) {
    let arguments = ToldArgument.taken(by: command)
    let base = Self.working(command, arguments)
    var entries: [Entry] = []
    let (needed, options) = (arguments.filter { !$0.isOptional }, arguments.filter(\.isOption))
    for line in [base] + options.flatMap({ [base + [$0], needed + [$0]] }) {
      guard let files = Self.files(of: command, line) else { continue }
      for (role, artifact) in files {
        guard let named = Self.named(by: artifact.path, among: arguments, given: line) else {
          continue
        }
        if let place = entries.firstIndex(where: { ($0.role, $0.option) == (role, named.label) }) {
          let isNew = !entries[place].kinds.contains(artifact.kind)
          if isNew { entries[place].kinds.append(artifact.kind) }
        } else {
          entries.append(
            Entry(
              role: role, kinds: [artifact.kind], option: named.label,
              completion: named.completionKind, usual: named.defaultValue))
        }
      }
    }
    self.entries = entries.filter { $0.role == .reads } + entries.filter { $0.role == .writes }
  }

  /// For the end of a command's help; none where it has no files.
  package var help: [String] {
    guard !entries.isEmpty else { return [] }
    let width = entries.map(\.option.count).max() ?? 0
    return ["FILES:"]
      + entries.enumerated().map { index, entry in
        let isFirst = index == 0 || entries[index - 1].role != entry.role
        let role = isFirst ? entry.role.rawValue : ""
        return "  " + role.padding(toLength: 8, withPad: " ", startingAt: 0)
          + entry.option.padding(toLength: width + 2, withPad: " ", startingAt: 0)
          + entry.kinds.map(\.rawValue).joined(separator: " and ")
          + (entry.usual.map { " (default: \($0))" } ?? "")
      }
  }

  /// The fewest arguments that the command takes.
  private static func working(
    _ command: any DataCommand.Type, _ arguments: [ToldArgument]
  ) -> [ToldArgument] {
    let needed = arguments.filter { !$0.isOptional }
    if files(of: command, needed) != nil { return needed }
    let more = arguments.filter { $0.isOptional && $0.completionKind != nil }
    return more.map { needed + [$0] }.first { files(of: command, $0) != nil } ?? needed
  }

  /// What the command says of such a line; nil where it does not take it.
  private static func files(
    of command: any DataCommand.Type, _ line: [ToldArgument]
  ) -> [(role: Role, artifact: Artifact)]? {
    guard let parsed = try? command.parseAsRoot(line.flatMap(\.typed)) as? any DataCommand else {
      return nil
    }
    return parsed.reads.map { (.reads, $0) } + parsed.writes.map { (.writes, $0) }
  }

  /// The argument that a path is from: its made-up name, or its default.
  private static func named(
    by path: String, among arguments: [ToldArgument], given line: [ToldArgument]
  ) -> ToldArgument? {
    line.first { $0.placeholders.contains(path) }
      ?? arguments.first { $0.isOption && $0.defaultValue == path }
  }
}
