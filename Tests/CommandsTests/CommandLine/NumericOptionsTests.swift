import ArgumentParser
import Commands
import Foundation
import Testing

/// A command's words and its options, as `--experimental-dump-help` tells them.
private struct DumpedCommand: Sendable {
  struct Option: Sendable {
    let name, abstract: String
    let hasDefault, isOptional: Bool
  }

  let words: [String]
  let options: [Option]
  /// As many values as it needs.
  let values: [String]

  static let all: [DumpedCommand] = {
    do {
      _ = try GalaxyAEP.parseAsRoot(["--experimental-dump-help"])
      return []
    } catch {
      let text = GalaxyAEP.message(for: error)
      let root = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      return (root?["command"] as? [String: Any]).map { leaves($0, []) } ?? []
    }
  }()

  private static func leaves(_ command: [String: Any], _ path: [String]) -> [DumpedCommand] {
    let below = (command["subcommands"] as? [[String: Any]] ?? []).filter {
      $0["commandName"] as? String != "help"
    }
    if !below.isEmpty {
      return below.flatMap { leaves($0, path + [$0["commandName"] as? String ?? ""]) }
    }
    let arguments = command["arguments"] as? [[String: Any]] ?? []
    let options = arguments.filter { $0["kind"] as? String == "option" }.map { option in
      let name = option["preferredName"] as? [String: Any]
      return Option(
        name: name?["name"] as? String ?? "", abstract: option["abstract"] as? String ?? "",
        hasDefault: option["defaultValue"] != nil,
        isOptional: option["isOptional"] as? Bool ?? false)
    }
    let required = arguments.filter {
      $0["kind"] as? String == "positional" && $0["isOptional"] as? Bool == false
    }
    return [
      DumpedCommand(
        words: path, options: options,
        values: required.flatMap {
          $0["isRepeating"] as? Bool == true ? ["x", "y"] : ["x"]
        })
    ]
  }

  /// A command line with everything that it needs and one option more.
  func typed(_ name: String, _ value: String) -> [String] {
    words + values + ["--\(name)=\(value)"]
      + options.filter { !$0.isOptional && $0.name != name }.map { "--\($0.name)=x.png" }
  }
}

/// Finds the numeric options of a command by their types, not by their words.
private protocol NumericOption {}
extension Option: NumericOption where Value: AnyNumber {}

private protocol AnyNumber {}
extension Int: AnyNumber {}
extension UInt64: AnyNumber {}
extension Float: AnyNumber {}
extension Double: AnyNumber {}
extension Optional: AnyNumber where Wrapped: AnyNumber {}

private protocol AnyGroup {
  static var content: any ParsableArguments.Type { get }
}
extension OptionGroup: AnyGroup {
  static var content: any ParsableArguments.Type { Value.self }
}

private func numericOptions(
  of type: any ParsableArguments.Type
) -> [(owner: String, name: String)] {
  Mirror(reflecting: type.init()).children.flatMap { child -> [(owner: String, name: String)] in
    let kind = Swift.type(of: child.value)
    if let group = kind as? any AnyGroup.Type { return numericOptions(of: group.content) }
    guard kind is any NumericOption.Type, let label = child.label else { return [] }
    let name = label.dropFirst().reduce(into: "") { name, letter in
      name += letter.isUppercase ? "-\(letter.lowercased())" : "\(letter)"
    }
    return [("\(type)", name)]
  }
}

private func type(of words: [String]) -> (any ParsableCommand.Type)? {
  words.reduce(GalaxyAEP.self as (any ParsableCommand.Type)?) { command, word in
    command?.configuration.subcommands.first { $0._commandName == word }
  }
}

/// Every number that can be typed has a range, and nothing outside it gets in.
@Suite struct NumericOptionsTests {
  @Test func rangesAreToldOfEveryNumberAndDefaultsOfEveryOption() throws {
    #expect(DumpedCommand.all.count > 45)
    var numbers = 0
    for command in DumpedCommand.all {
      let numeric = numericOptions(of: try #require(type(of: command.words)))
      for (_, name) in numeric {
        let option = try #require(
          command.options.first { $0.name == name }, "\(command.words) --\(name)")
        #expect(
          option.abstract.contains(/\((-?[0-9.e-]+ to |more than |-?[0-9.]+ or more, )/),
          "\(command.words) --\(name): \(option.abstract)")
      }
      numbers += numeric.count
      for option in command.options where option.isOptional {
        let text = option.abstract.lowercased()
        #expect(
          option.hasDefault || text.contains("default"),
          "\(command.words) --\(option.name): \(option.abstract)")
      }
    }
    #expect(numbers > 150)
  }

  /// Every number once, on the first command that takes it.
  private static func each(
    _ body: (DumpedCommand, any ParsableCommand.Type, _ name: String) throws -> Void
  ) throws {
    var seen: Set<String> = []
    for command in DumpedCommand.all {
      let kind = try #require(type(of: command.words))
      for option in numericOptions(of: kind)
      where seen.insert("\(option.owner).\(option.name)").inserted {
        try body(command, kind, option.name)
      }
    }
  }

  private static let impossible = [
    "-1e301", "nan", "inf", "1e300", "99999999999999999999", "x", "-inf",
  ]

  /// By the command alone, which is quick; and some as they are typed, for what is said.
  @Test func whatIsOutsideEveryRangeIsRefusedWhereItEnters() throws {
    var typed = 0
    try Self.each { command, kind, name in
      typed += 1
      for value in ["nan", "99999999999999999999", Self.impossible[typed % Self.impossible.count]] {
        #expect(Self.status(of: command.typed(name, value), kind, command) == 64)
      }
      guard typed % 8 == 1 else { return }
      let line = command.typed(name, Self.impossible[typed / 8 % Self.impossible.count])
      do {
        _ = try GalaxyAEP.command(of: line)
        Issue.record("\(line) is accepted")
      } catch {
        let message = GalaxyAEP.message(for: error)
        #expect(
          message.hasPrefix("--\(name) is ") || message.hasPrefix("cannot train "),
          "\(line): \(message)")
        #expect(!message.contains("\n") && GalaxyAEP.exitCode(for: error).rawValue == 64)
      }
    }
    #expect(typed > 100)
  }

  /// Small numbers are read or refused, never a trap; defaults are always read.
  @Test func whatMayBeOutsideIsReadOrRefused() throws {
    try Self.each { command, kind, name in
      for value in ["-1", "0"] {
        #expect([0, 64].contains(Self.status(of: command.typed(name, value), kind, command)))
      }
      let option = try #require(command.options.first { $0.name == name })
      guard let match = option.abstract.firstMatch(of: /; default (\S+)\)$/) else { return }
      let line = command.typed(name, String(match.1))
      #expect(
        Self.status(of: line, kind, command, judgedTogether: true) == 0,
        "\(line): a default outside its range")
    }
  }

  /// The exit status of what is typed behind a command's name, 0 if it can be read.
  private static func status(
    of line: [String], _ kind: any ParsableCommand.Type, _ command: DumpedCommand,
    judgedTogether: Bool = false
  ) -> Int32 {
    do {
      _ = try kind.parse(Array(line.dropFirst(command.words.count)))
      return 0
    } catch {
      // "--labels or --catalog" is another matter than a number.
      let message = judgedTogether ? kind.message(for: error) : ""
      let isAboutNumbers = message.contains("' is invalid for '")
      return judgedTogether && !isAboutNumbers ? 0 : kind.exitCode(for: error).rawValue
    }
  }

  /// Help says of every result whether it can go to standard output, and that is so.
  @Test func onlyWhatIsOneFileGoesToStandardOutput() throws {
    var streamed = 0
    for command in DumpedCommand.all {
      guard let out = command.options.first(where: { $0.name == "out" }) else { continue }
      let isSaid = out.abstract.contains("- for standard output")
      streamed += isSaid ? 1 : 0
      let labels =
        command.words.first == "evaluate"
        || ["roc", "magnitudes", "probe"].contains(command.words.last)
        || command.words == ["teach", "classify"]
      do {
        _ = try GalaxyAEP.command(
          of: command.typed("out", "-") + (labels ? ["--catalog=labels.csv"] : [])
            + (command.words == ["encode"] ? ["cutouts"] : []))
        #expect(isSaid, "\(command.words) takes --out -, and its help does not say so")
      } catch {
        let message = GalaxyAEP.message(for: error)
        #expect(message.hasPrefix("--out is -: ") && !isSaid, "\(command.words): \(message)")
      }
    }
    #expect(streamed == 20)
  }

  @Test(arguments: [
    (["evaluate", "s.fits", "--bins=a"], "cannot use --bins a: give ascending magnitudes"),
    (
      ["teach", "probe", "c.fits", "--labels=l", "--labelled=-1"],
      "--labelled is -1: give numbers such as"
    ),
    (
      ["teach", "probe", "c.fits", "--labels=l", "--labelled=99999999999999999999"],
      "--labelled is 99999999999999999999: give"
    ),
    (
      ["teach", "finetune", "m", "c", "--labels=l", "--hidden=0"],
      "cannot use --hidden 0: 0 must lie"
    ),
    (
      ["plot", "map", "c", "--out=x.png", "--components=0,1"], "cannot use --components 0,1: 0 must"
    ),
    (["plot", "roc", "c", "--out=x.png", "--bins=nan,3"], "cannot use --bins nan,3: nan must lie"),
  ])
  func listsAreCheckedToo(line: [String], beginning: String) {
    do {
      _ = try GalaxyAEP.command(of: line)
      Issue.record("\(line) is accepted")
    } catch {
      #expect(GalaxyAEP.exitCode(for: error).rawValue == 64)
      #expect(
        GalaxyAEP.message(for: error).hasPrefix(beginning), "\(GalaxyAEP.message(for: error))")
    }
  }
}
