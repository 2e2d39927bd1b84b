internal import ArgumentParser
internal import Files
internal import Foundation

/// A command whose result is one file, which `--out -` sends to standard output instead.
protocol StreamsResult: ParsableCommand {}

extension Classify: StreamsResult {}
extension Cluster: StreamsResult {}
extension Compare: StreamsResult {}
extension DescribeCodes: StreamsResult {}
extension Embed: StreamsResult {}
extension Encode: StreamsResult {}
extension Evaluate: StreamsResult {}
extension Export: StreamsResult {}
extension MakeReport: StreamsResult {}
extension Probe: StreamsResult {}
extension Stability: StreamsResult {}
extension Student: StreamsResult {}

/// Where the result of a command goes: a file, or standard output for "-".
enum ResultFile {
  static let output = "-"

  /// Writes by `body`, which is told where to.
  static func write(to path: String, _ body: (_ file: String) throws -> Void) throws {
    guard path == output else { return try body(path) }
    let folder = FileManager.default.temporaryDirectory.path + "/galaxy-aep-" + UUID().uuidString
    try Folder.create(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = "\(folder)/result"
    try body(file)
    try send(Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped))
  }

  static func write(_ data: Data, to path: String) throws {
    if path == output { try send(data) } else { try AtomicFile.write(data, to: path) }
  }

  static func write(_ text: String, to path: String) throws {
    try write(Data(text.utf8), to: path)
  }

  /// Whether a command line asks for its result on standard output.
  static func isOutput(of arguments: [String]) -> Bool {
    zip(arguments, arguments.dropFirst() + [""]).contains { word, next in
      word == "--out=\(output)" || word == "--out" && next == output
    }
  }

  /// Refuses "-" for what is more than one file, or none that can be read as it comes.
  static func check(_ command: any ParsableCommand, of arguments: [String]) throws {
    guard isOutput(of: arguments), !(command is any StreamsResult) else { return }
    throw ValidationError(
      "--out is -: the result of this command cannot go to standard output; give it a name")
  }

  private static func send(_ data: Data) throws {
    Terminal.shared.redraw("")
    do {
      try FileHandle.standardOutput.write(contentsOf: data)
    } catch {
      throw CommandFailure("cannot write the result to standard output: \(error)")
    }
  }
}
