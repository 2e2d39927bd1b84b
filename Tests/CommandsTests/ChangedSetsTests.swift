import Files
import Foundation
import Testing

/// Sets and frames that are not what they were.
@Suite(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
final class ChangedSetsTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  init() throws {
    try run(
      "simulate", "--fields=1", "--seed=3", "--width=256", "--height=256",
      "--out=\(path("frames"))")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func flip(_ name: String, at place: Int, bit: UInt8 = 1) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path(name)))
    bytes[place] ^= bit
    try bytes.write(to: URL(fileURLWithPath: path(name)))
  }

  /// 150 flipped exponents were encoded with status 0, and a damaged shard counted as done.
  @Test func aDamagedShardIsEncodedByNobodyAndNotTakenForDone() throws {
    try run("ingest", path("frames"), "--out=\(path("set"))", "--size=32")
    try run(
      "pretrain", path("set"), "--code=2", "--epochs=1", "--out=\(path("model.safetensors"))")
    let shard = "set/cutouts-00000.fits"
    // Behind the primary header, among the pixels.
    try flip(shard, at: 2880 * 4 + 1, bit: 64)
    let words =
      "cannot use \(path(shard)): the checksum of its unit 0 does not fit its bytes; it was changed or damaged "
      + "since it was written: restore it or make it again"
    #expect(
      failure(
        "encode", path("model.safetensors"), path("set"), "--out=\(path("codes.fits"))") == words)
    #expect(!FileManager.default.fileExists(atPath: path("codes.fits")))
    #expect(
      failure("pretrain", path("set"), "--code=2", "--epochs=1", "--out=\(path("m.safetensors"))")
        == words)
    // It is made again.
    try run("ingest", path("frames"), "--out=\(path("set"))", "--size=32")
    try run("encode", path("model.safetensors"), path("set"), "--out=\(path("codes.fits"))")
  }

  /// Frames that were calibrated anew, under the same names and of the same sizes.
  @Test func changedFramesAreNotTakenForCut() throws {
    func ingest() throws -> String {
      try BuiltProgram.run(
        in: folder, "ingest", "frames", "--out=set", "--size=32", "--replace"
      ).output
    }
    _ = try ingest()
    #expect(try ingest().contains("already done"))
    let name = try #require(try Folder.names(in: path("frames")).first { $0.contains("frame-r") })
    try flip("frames/\(name)", at: 100_001)
    #expect(!(try ingest().contains("already done")))
  }

  /// Without standard errors, what a program says was written into the first file that it opened.
  @Test func whatIsSaidWithoutStandardErrorsLandsInNoFile() throws {
    try run("ingest", path("frames"), "--out=\(path("set"))", "--size=32")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.arguments = [
      "-c",
      "exec \"$0\" pretrain set --code=2 --epochs=2 --tensorboard=board --out=m.safetensors <&- 2>&-",
      BuiltProgram.address.path,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    let files =
      try Folder.names(in: path("board")).map { path("board/\($0)") } + [path("m-metrics.csv")]
    #expect(files.count > 1)
    for file in files {
      let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
      #expect(!text.contains("epoch 1/2"), "\(file)")
    }
    #expect(failure("info", path("m.safetensors")) == "")
  }
}
