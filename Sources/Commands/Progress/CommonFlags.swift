/// `--quiet` and `--verbose`, which every command takes at any place.
package enum CommonFlags {
  /// The arguments without them, and whether quiet or verbose was asked for; what follows `--`
  /// is left alone.
  package static func taken(
    from arguments: [String]
  ) -> (rest: [String], quiet: Bool, verbose: Bool) {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    let before = arguments[..<end]
    let rest = before.filter { $0 != "--quiet" && $0 != "--verbose" } + arguments[end...]
    return (Array(rest), before.contains("--quiet"), before.contains("--verbose"))
  }
}
