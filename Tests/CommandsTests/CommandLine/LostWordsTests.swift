import Files
import Foundation
import Testing

/// The program where nobody can read what it says, and where what it says would steer a terminal.
@Suite(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
final class LostWordsTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  init() throws {
    try run(
      "simulate", "--fields=1", "--seed=3", "--width=256", "--height=256",
      "--out=\(path("frames"))")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The program with its standard output or its errors elsewhere; what is said on the other one.
  private func start(
    output: FileHandle? = nil, errors: FileHandle? = nil, _ arguments: [String]
  ) throws -> (status: Int32, reason: Process.TerminationReason, words: String) {
    let (process, words) = (Process(), Pipe())
    process.executableURL = BuiltProgram.address
    process.arguments = arguments
    process.standardOutput = output ?? words.fileHandleForWriting
    process.standardError = errors ?? words.fileHandleForWriting
    try process.run()
    try words.fileHandleForWriting.close()
    let said = String(decoding: words.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, process.terminationReason, said)
  }

  /// The end of a pipe that nobody reads.
  private func broken() throws -> FileHandle {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    return pipe.fileHandleForWriting
  }

  @Test func whatWasAskedForAndIsLostEndsInASentence() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    for arguments in [
      ["--help"], ["--version"], ["ingest", "--help"], ["ingest", "--explain", path("frames")],
      ["info", path("frames/truth.csv")], ["--generate-completion-script", "bash"],
    ] {
      for (output, why) in [(full, "No space left on device"), (try broken(), "Broken pipe")] {
        let result = try start(output: output, arguments)
        #expect(result.reason == .exit && result.status == 1, "\(arguments)")
        #expect(
          result.words
            == "Error: cannot write to standard output: \(why); what was said there is lost\n",
          "\(arguments)")
      }
    }
  }

  @Test func aResultThatIsLostEndsInASentence() throws {
    try run("ingest", path("frames"), "--out=\(path("set"))", "--size=32")
    let result = try start(
      output: try broken(),
      ["export", path("set/cutouts-00000.fits"), "--format=csv", "--out=-"])
    #expect(result.reason == .exit && result.status == 1)
    #expect(
      result.words == "Error: cannot write the result to standard output: Broken pipe\n",
      "\(result.words)")
  }

  /// `galaxy-aep pretrain … 2>&1 | head -1`.
  @Test func aTrainingGoesOnWithoutAListener() throws {
    try run("ingest", path("frames"), "--out=\(path("cutouts"))", "--size=32")
    let result = try start(
      errors: try broken(),
      [
        "pretrain", path("cutouts"), "--code=2", "--epochs=2", "--out=\(path("model.safetensors"))",
        "--quiet",
      ])
    #expect(result.reason == .exit && result.status == 0)
    #expect(FileManager.default.fileExists(atPath: path("model.safetensors")))
    let loud = try start(
      errors: try broken(),
      ["pretrain", path("cutouts"), "--code=2", "--epochs=2", "--out=\(path("loud.safetensors"))"])
    #expect(loud.reason == .exit && loud.status == 0)
    #expect(FileManager.default.fileExists(atPath: path("loud.safetensors")))
  }

  @Test func nothingThatIsSaidSteersTheTerminal() throws {
    let mistaken = try BuiltProgram.run("--\u{1B}[31mred")
    #expect(mistaken.status == 64 && mistaken.output == "")
    #expect(
      mistaken.errors
        == "Error: Unknown option '--\u{FFFD}[31mred'\n  See 'galaxy-aep --help'.\n")
    let memory = try BuiltProgram.run("--memory", "\u{1B}[31m", "--version")
    #expect(memory.status == 64 && !memory.errors.contains("\u{1B}"), "\(memory.errors)")
    let name = try #require(try Folder.names(in: path("frames")).first { $0.contains("frame-r") })
    try FileManager.default.createDirectory(
      atPath: path("odd"), withIntermediateDirectories: false)
    try FileManager.default.copyItem(
      atPath: path("frames/\(name)"), toPath: path("odd/\u{1B}[31m\(name)"))
    let explained = try BuiltProgram.run("ingest", "--explain", path("odd"))
    #expect(explained.output.contains("[31m") && !explained.output.contains("\u{1B}"))
  }
}
