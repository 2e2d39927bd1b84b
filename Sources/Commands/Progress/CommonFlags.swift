/// Flags that every command takes at any place.
package struct CommonFlags: Equatable {
  /// The arguments without the flags; what follows `--` is left alone.
  package let rest: [String]
  package let quiet, verbose: Bool
  /// Whether outputs may replace what other commands made.
  package let overwrite: Bool

  private static let names = ["--quiet", "--verbose", "--overwrite"]

  private init(rest: [String], found: [String]) {
    self.rest = rest
    (quiet, verbose) = (found.contains("--quiet"), found.contains("--verbose"))
    overwrite = found.contains("--overwrite")
  }

  package static func taken(from arguments: [String]) -> CommonFlags {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    let before = arguments[..<end]
    return CommonFlags(
      rest: before.filter { !names.contains($0) } + arguments[end...],
      found: before.filter(names.contains))
  }
}
