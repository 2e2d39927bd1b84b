internal import Files
package import Foundation

/// Where the result of a command goes: a file, or standard output for "-".
package enum ResultFile {
  package static let output = "-"

  /// Writes by `body`, which is told where to.
  package static func write(to path: String, _ body: (_ file: String) throws -> Void) throws {
    guard path == output else { return try body(path) }
    let folder = FileManager.default.temporaryDirectory.path + "/galaxy-aep-" + UUID().uuidString
    try Folder.create(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = "\(folder)/result"
    try body(file)
    try send(Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped))
  }

  package static func write(_ data: Data, to path: String) throws {
    if path == output { try send(data) } else { try AtomicFile.write(data, to: path) }
  }

  package static func write(_ text: String, to path: String) throws {
    try write(Data(text.utf8), to: path)
  }

  /// Whether a command line asks for its result on standard output.
  package static func isOutput(of arguments: [String]) -> Bool {
    zip(arguments, arguments.dropFirst() + [""]).contains { word, next in
      word == "--out=\(output)" || word == "--out" && next == output
    }
  }

  private static func send(_ data: Data) throws {
    Terminal.shared.redraw("")
    let fault = data.withUnsafeBytes { StandardStreams.write($0, to: STDOUT_FILENO) }
    guard fault == 0 else {
      throw CommandFailure(
        "cannot write the result to standard output: \(String(cString: strerror(fault)))")
    }
  }
}
