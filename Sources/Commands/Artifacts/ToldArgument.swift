internal import ArgumentParser
internal import Foundation

/// An argument as `_dumpHelp` tells of it.
struct ToldArgument: Decodable {
  struct Name: Decodable { var name: String }

  var kind: String
  var isOptional: Bool
  var isRepeating: Bool
  var shouldDisplay: Bool
  var preferredName: Name?
  var names: [Name]?
  var valueName: String?
  var abstract: String?
  var defaultValue: String?
  var completionKind: DeclaredOptions.Completion?

  var isOption: Bool { kind == "option" }
  var isFlag: Bool { kind == "flag" }
  var label: String { isOption ? "--\(preferredName?.name ?? "")" : "<\(valueName ?? "")>" }

  /// Names that no file has; where several may stand, the last may mean something else.
  var placeholders: [String] {
    let name = "/nowhere/\(label.filter(\.isLetter))"
    return isRepeating && !isOption ? [name + ".safetensors", name] : [name]
  }

  var typed: [String] { isOption ? ["\(label)=\(placeholders[0])"] : placeholders }

  /// What the option is where nothing is given, also where help tells it behind its range; nil where it is nothing.
  var usual: String? {
    defaultValue ?? abstract?.firstMatch(of: /; default (.*)\)$/).map { String($0.1) }
  }

  /// All that a command takes and help shows.
  static func everything(of command: any ParsableCommand.Type) -> [ToldArgument] {
    struct Tool: Decodable {
      struct Command: Decodable { var arguments: [ToldArgument]? }
      var command: Command
    }
    let tool = try? JSONDecoder().decode(Tool.self, from: Data(command._dumpHelp().utf8))
    return (tool?.command.arguments ?? []).filter(\.shouldDisplay)
  }

  /// The same without flags.
  static func taken(by command: any ParsableCommand.Type) -> [ToldArgument] {
    everything(of: command).filter { !$0.isFlag }
  }
}
