import Foundation
import Testing

/// The program that `swift build` puts beside the tests.
enum BuiltProgram {
  static let address = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("galaxy-aep")
  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: address.path) }
  static let absent: Comment = "the program is not built beside the tests"

  /// Runs it to its end; what it says is small enough for a pipe.
  ///
  /// - Parameter folder: where it is run; nil: where the tests are.
  static func run(
    in folder: String? = nil, _ arguments: String...
  ) throws -> (status: Int32, output: String, errors: String) {
    try run(in: folder, arguments)
  }

  static func run(
    in folder: String?, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String, errors: String) {
    let (process, output, errors) = (Process(), Pipe(), Pipe())
    process.executableURL = address
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    let texts = [output, errors].map {
      String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
    process.waitUntilExit()
    return (process.terminationStatus, texts[0], texts[1])
  }
}
