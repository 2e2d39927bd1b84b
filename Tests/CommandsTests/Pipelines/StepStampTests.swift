import Commands
import Foundation
import Testing

@Suite struct StepStampTests {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func aStampChangesWithItsFilesAndArguments() throws {
    let (input, output, stamp) = ("\(folder)/in", "\(folder)/out", "\(folder)/stamp.json")
    try "one".write(toFile: input, atomically: true, encoding: .utf8)
    let arguments = ["encode", input, "--out=\(output)"]
    let before = StepStamp(arguments: arguments)
    try "codes".write(toFile: output, atomically: true, encoding: .utf8)
    let after = StepStamp(arguments: arguments)
    #expect(before != after, "an output that appears changes the state")

    try after.write(to: stamp)
    #expect(StepStamp.read(stamp) == StepStamp(arguments: arguments), "nothing has changed")
    #expect(after != StepStamp(arguments: arguments + ["--seed=2"]))

    try "another".write(toFile: input, atomically: true, encoding: .utf8)
    #expect(after != StepStamp(arguments: arguments), "a changed input changes the state")
  }

  @Test func aFolderStandsForItsFiles() throws {
    try "a".write(toFile: "\(folder)/shard-0", atomically: true, encoding: .utf8)
    let before = StepStamp(arguments: ["pretrain", folder])
    try "b".write(toFile: "\(folder)/shard-1", atomically: true, encoding: .utf8)
    #expect(before != StepStamp(arguments: ["pretrain", folder]))
  }

  @Test func aBrokenStampIsNoStamp() throws {
    try "{".write(toFile: "\(folder)/stamp.json", atomically: true, encoding: .utf8)
    #expect(StepStamp.read("\(folder)/stamp.json") == nil)
    #expect(StepStamp.read("\(folder)/absent.json") == nil)
  }
}
