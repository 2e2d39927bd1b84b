internal import Foundation

/// Which of the steps that led to a table of scores were given classes: read from the provenance of
/// every file on the way, from the scores back to the frames.
struct LabelLedger {
  /// By step, "none" or what it was given.
  private(set) var entries: [String: String] = [:]
  private var visited: Set<String> = []

  /// Follows the files back; one that is missing, or does not say where it comes from, is entered
  /// as not traced.
  init(tracing scores: String) {
    trace(scores, beside: "")
  }

  /// What led to another score, in one entry: "none", or every step that was given classes.
  static func summary(of scores: String) -> String {
    let given = LabelLedger(tracing: scores).entries.filter { !$0.value.hasPrefix("none") }
    return given.isEmpty
      ? "none"
      : given.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
  }

  /// - Parameter folder: where a file lies that names `path`: tables may have been moved together.
  private mutating func trace(_ path: String, beside folder: String) {
    guard visited.insert(path).inserted, visited.count < Self.mostFiles else { return }
    guard let file = Self.file(path, beside: folder) else {
      entries["not traced"] = "\(path) is not there"
      return
    }
    guard let origin = try? Origin.entries(of: file), !origin.isEmpty else {
      entries["not traced"] = "\(path) does not say where it comes from"
      return
    }
    let command = origin.first { $0.name == "Command" }?.value ?? ""
    let words = Array(ShellScript.words(command).dropFirst())
    let step = words.first ?? "unknown"
    let seen = Self.classes(givenTo: words)
    if entries[step]?.hasPrefix("none") ?? true { entries[step] = seen }
    var inputs = origin.filter { $0.name == "Input" }.map(\.value)
    // Frames and lists of positions end the way; a table whose stars are copied goes on.
    if step == "ingest" { inputs = Self.value(of: "stars-of", in: words).map { [$0] } ?? [] }
    let here = (file as NSString).deletingLastPathComponent
    // Labels have been told already, and no step made them.
    let labels = ["labels", "catalog"].compactMap { Self.value(of: $0, in: words) }
    for input in inputs where !labels.contains(input) { trace(input, beside: here) }
  }

  private static let mostFiles = 10_000

  /// What a command's options say it read of classes.
  private static func classes(givenTo words: [String]) -> String {
    if let labels = value(of: "labels", in: words) { return "classes of \(labels)" }
    guard let catalog = value(of: "catalog", in: words) else { return "none" }
    return words.first == "ingest" ? "none (positions of \(catalog))" : "classes of \(catalog)"
  }

  private static func value(of option: String, in words: [String]) -> String? {
    if let word = words.first(where: { $0.hasPrefix("--\(option)=") }) {
      return String(word.dropFirst(option.count + 3))
    }
    return words.firstIndex(of: "--\(option)").flatMap { place in
      words.indices.contains(place + 1) ? words[place + 1] : nil
    }
  }

  /// The file that tells where a path comes from: itself, or the first shard of a cutout set.
  private static func file(_ path: String, beside folder: String) -> String? {
    let candidates = [path, (folder as NSString).appendingPathComponent(path)]
    var isFolder: ObjCBool = false
    let there = candidates.first {
      FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder)
    }
    guard let there, isFolder.boolValue else { return there }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: there)) ?? []
    return files.filter { $0.hasSuffix(".fits") }.min().map { "\(there)/\($0)" }
  }
}
