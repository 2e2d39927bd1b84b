/// The commands in a run's pipeline.sh.
package enum ShellScript {
  /// The words of every line that begins with `galaxy-aep`, without that word.
  package static func commands(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { words(String($0)) }.filter { $0.first == "galaxy-aep" }
      .map { Array($0.dropFirst()) }
  }

  /// A line split as a shell does it, as far as `CommandLineText.quoted` needs it.
  package static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    var isEscaped = false
    for letter in line {
      if isEscaped {
        word = (word ?? "") + String(letter)
        isEscaped = false
      } else if letter == "'" {
        isQuoted.toggle()
        word = word ?? ""
      } else if isQuoted {
        word = (word ?? "") + String(letter)
      } else if letter == "\\" {
        isEscaped = true
      } else if letter == " " {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(letter)
      }
    }
    if let word { words.append(word) }
    return words
  }
}
