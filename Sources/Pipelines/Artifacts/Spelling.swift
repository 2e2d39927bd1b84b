/// A command line in today's words, where it was typed in those of a version before 0.2.
///
/// Old words work one version long, with a hint; files that name them are understood for good.
package struct Spelling: Equatable {
  package let arguments: [String]
  /// What the person is told; nil where nothing is old.
  package let hint: String?

  package init(_ typed: [String]) {
    for (old, new) in Self.renamed where typed.starts(with: old) && Self.isOld(typed) {
      let rest = typed.dropFirst(old.count)
      (arguments, hint) = (new + rest, Self.hint(old, new))
      return
    }
    if typed.first == "classify", typed.contains(where: { Self.isOption("--with", $0) }) {
      arguments = Self.teaching(typed.dropFirst())
      hint = Self.hint(["classify", "--with"], Array(arguments.prefix(2)))
      return
    }
    (arguments, hint) = (typed, nil)
  }

  /// What a step is called today, by the name that a file keeps.
  package static func step(_ name: String) -> String {
    commandLine(name == "compare" ? "compare models" : name)
  }

  /// A command line that a file keeps, behind the program's name or without it, in today's words.
  package static func commandLine(_ text: String) -> String {
    let program = "galaxy-aep "
    let start = text.hasPrefix(program) ? program : ""
    let words = text.dropFirst(start.count).split(separator: " ", omittingEmptySubsequences: false)
    return start + Spelling(words.map(String.init)).arguments.joined(separator: " ")
  }

  private static let renamed: [(old: [String], new: [String])] = [
    (["probe"], ["teach", "probe"]), (["finetune"], ["teach", "finetune"]),
    (["student"], ["teach", "student"]), (["stability"], ["compare", "scores"]),
    (["describe", "codes"], ["compare", "skies"]), (["describe", "model"], ["info", "--layers"]),
    (["plot", "restored"], ["plot", "reconstructions"]),
    (["plot", "rebuilt"], ["plot", "reconstructions"]), (["compare"], ["compare", "models"]),
  ]

  /// `compare` compared models before it had commands of its own, and `describe codes` skies before it measured by the
  /// truth.
  private static func isOld(_ typed: [String]) -> Bool {
    if typed.starts(with: ["describe", "codes"]) {
      return !typed.contains { isOption("--truth", $0) || helps.contains($0) }
    }
    guard typed.first == "compare" else { return true }
    let ours = ["models", "scores", "skies", "maps"] + helps
    return typed.count > 1 && !ours.contains(typed[1])
  }

  private static let helps = ["--help", "-h", "--help-hidden", "--version"]

  /// `classify --with` classified by labels; asked for numbers of labels it measured as well.
  private static func teaching(_ options: ArraySlice<String>) -> [String] {
    let measuring = ["--labelled", "--draws", "--scores"]
    guard options.contains(where: { word in measuring.contains { isOption($0, word) } }) else {
      return ["teach", "classify"] + options
    }
    var words = ["teach", "probe"]
    words += options.map { isOption("--out", $0) ? "--scores" + $0.dropFirst("--out".count) : $0 }
    if !words.contains(where: { isOption("--scores", $0) }) { words.append("--scores=scores.fits") }
    return words
  }

  /// Whether a word is the option, alone or with its value behind "=".
  private static func isOption(_ name: String, _ word: String) -> Bool {
    word == name || word.hasPrefix(name + "=")
  }

  private static func hint(_ old: [String], _ new: [String]) -> String {
    "hint: `galaxy-aep \(old.joined(separator: " "))` is now `galaxy-aep "
      + "\(new.joined(separator: " "))`, and goes in the next version"
  }
}
