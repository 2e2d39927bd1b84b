package import ArgumentParser
internal import Console

extension GalaxyAEP {
  /// What a command line asks for; what is wrong with it is a `ValidationError` of one sentence.
  ///
  /// `classify --with` learns from labels. It is read as `probe`, since the command that classifies
  /// without labels has no option that could bring one in.
  package static func command(of arguments: [String]) throws -> any ParsableCommand {
    let learnsFromLabels =
      arguments.first == "classify" && arguments.contains { isOption("--with", $0) }
    let words = learnsFromLabels ? probe(arguments.dropFirst()) : arguments
    try CommandMistake.checkCommands(of: words)
    do {
      let command = try parseAsRoot(words)
      try ResultFile.check(command, of: arguments)
      return command
    } catch {
      throw CommandMistake.explained(error)
    }
  }

  /// What `classify` calls its result is the scores of `probe`; unless it is asked for other
  /// numbers of labels, all teach.
  private static func probe(_ options: ArraySlice<String>) -> [String] {
    var words = ["probe"]
    words += options.map { isOption("--out", $0) ? "--scores" + $0.dropFirst("--out".count) : $0 }
    if !words.contains(where: { isOption("--scores", $0) }) { words += ["--scores=scores.fits"] }
    if !words.contains(where: { isOption("--labelled", $0) }) { words += ["--labelled=0"] }
    return words
  }

  /// Whether a word is the option, alone or with its value behind "=".
  private static func isOption(_ name: String, _ word: String) -> Bool {
    word == name || word.hasPrefix(name + "=")
  }
}
