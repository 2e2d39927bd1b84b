import Files
import Foundation
import Pipelines
import Testing

@Suite struct StepStampTests {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test func aStampChangesWithItsFilesAndArguments() throws {
    let (input, output) = ("\(folder)/in", "\(folder)/out")
    try write("one", to: input)
    let artifacts = [Artifact(.model, input), Artifact(.codes, output)]
    func stamp(_ more: [String] = [], after earlier: StepStamp? = nil) -> StepStamp {
      StepStamp(
        arguments: ["encode", input, "--out=\(output)"] + more, artifacts: artifacts,
        earlier: earlier)
    }
    let before = stamp()
    try write("codes", to: output)
    let after = stamp()
    #expect(before != after, "an output that appears changes the state")
    #expect(after == stamp(), "nothing has changed")
    #expect(after == stamp(after: after), "nothing has changed")
    #expect(after != stamp(["--seed=2"]))

    try write("two", to: input)
    #expect(after != stamp(after: after), "a changed input of the same size changes the state")
    try write("one", to: input)
    #expect(after == stamp(after: after), "the same content again is the same state")
  }

  @Test func aFolderStandsForItsFilesThroughALinkToo() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder)/set", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/link", withDestinationPath: "\(folder)/set")
    try write("a", to: "\(folder)/set/shard-0")
    for name in ["set", "link"] {
      func stamp() -> StepStamp {
        StepStamp(arguments: ["pretrain"], artifacts: [Artifact(.cutouts, "\(folder)/\(name)")])
      }
      let before = stamp()
      try write("b", to: "\(folder)/set/shard-\(name)")
      #expect(before != stamp())
    }
  }
}
