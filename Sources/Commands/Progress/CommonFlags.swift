internal import ArgumentParser
internal import Console

/// Flags that every command takes at any place.
package struct CommonFlags: Equatable {
  /// The arguments without the flags; what follows `--` is left alone.
  package let rest: [String]
  package let quiet, verbose: Bool
  /// Whether outputs may replace what other commands made.
  package let overwrite: Bool
  /// The gigabytes of memory that may be used, as they were given; nil where nothing was said.
  package let memory: String?

  private static let names = ["--quiet", "--verbose", "--overwrite"]

  private init(rest: [String], found: [String], memory: String?) {
    self.rest = rest
    self.memory = memory
    (quiet, verbose) = (found.contains("--quiet"), found.contains("--verbose"))
    overwrite = found.contains("--overwrite")
  }

  package static func taken(from arguments: [String]) -> CommonFlags {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    var before = Array(arguments[..<end])
    var memory: String?
    if let place = before.firstIndex(of: "--memory"), place + 1 < before.count {
      memory = before[place + 1]
      before.removeSubrange(place...place + 1)
    } else if let place = before.firstIndex(where: { $0.hasPrefix("--memory=") }) {
      memory = String(before.remove(at: place).dropFirst("--memory=".count))
    }
    return CommonFlags(
      rest: before.filter { !names.contains($0) } + arguments[end...],
      found: before.filter(names.contains), memory: memory)
  }

  /// The bytes that `--memory` allows; nil where nothing was said.
  package func memoryLimit() throws -> Int? {
    guard let memory else { return nil }
    guard let gigabytes = Double(memory), (1...100_000).contains(gigabytes),
      let bytes = Int(exactly: (gigabytes * Double(1 << 30)).rounded())
    else {
      throw ValidationError(
        "--memory takes the gigabytes that may be used, 1 to 100000; \(VisibleText.plain(memory)) is none."
      )
    }
    return bytes
  }
}
