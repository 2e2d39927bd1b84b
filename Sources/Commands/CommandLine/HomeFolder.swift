/// The home folder where a shell leaves it as it was typed: `--out ~/x` reaches a program as a path, `--out=~/x` does not.
package enum HomeFolder {
  /// Words in which every option's `~` and `~/…` is the home folder; those behind `--` stay.
  package static func expanded(_ typed: [String], home: String?) -> [String] {
    guard let home, !home.isEmpty else { return typed }
    let options = typed.prefix { $0 != "--" }
    return options.map { word in
      guard word.hasPrefix("--"), let sign = word.firstIndex(of: "=") else { return word }
      let value = word[sign...].dropFirst()
      guard value == "~" || value.hasPrefix("~/") else { return word }
      return word[...sign] + home + value.dropFirst()
    } + typed.dropFirst(options.count)
  }
}
