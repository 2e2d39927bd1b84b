import Files
import Foundation
import Pipelines
import Testing

@Suite struct FileStampsTests {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test func aDoneStepStaysDoneUntilSomethingChanges() throws {
    let (input, output) = ("\(folder)/in", "\(folder)/out")
    try write("one", to: input)
    let (reads, writes) = ([Artifact(.model, input)], [Artifact(.codes, output)])
    let arguments = ["encode", input, "--out=\(output)"]
    var record = StepRecord(
      number: 1, step: "encode", arguments: arguments, reads: reads, writes: writes,
      found: FileStamps(of: reads))
    func isStill(_ more: [String] = []) -> Bool {
      record.isStill(arguments + more, reads + writes)
    }
    #expect(!isStill(), "it has only begun")
    try write("codes", to: output)
    record.finish(
      seconds: 1, megabytes: 1, wrote: FileStamps(of: writes, earlier: record.found))
    #expect(isStill() && !isStill(["--seed=2"]))

    try write("two", to: input)
    #expect(!isStill(), "a changed input of the same size changes the state")
    try write("one", to: input)
    #expect(isStill(), "the same content again is the same state")
    try FileManager.default.removeItem(atPath: output)
    #expect(!isStill(), "an output that is gone changes the state")
  }

  /// What changes while a step is at work was not what it read: it is no input that is still the same.
  @Test func whatChangesMeanwhileIsDoneAgain() throws {
    let (input, frames, output) = ("\(folder)/in", "\(folder)/frames", "\(folder)/out")
    try FileManager.default.createDirectory(atPath: frames, withIntermediateDirectories: true)
    try write("one", to: "\(frames)/a.fits")
    let (reads, writes) = (
      [Artifact(.model, input), Artifact(.frames, frames)], [Artifact(.codes, output)]
    )
    for change in ["another content", "another field", "nothing"] {
      try write("one", to: input)
      try? FileManager.default.removeItem(atPath: "\(frames)/b.fits")
      var record = StepRecord(
        number: 1, step: "encode", arguments: [], reads: reads, writes: writes,
        found: FileStamps(of: reads))
      if change == "another content" { try write("two", to: input) }
      if change == "another field" { try write("two", to: "\(frames)/b.fits") }
      try write("codes", to: output)
      record.finish(seconds: 1, megabytes: 1, wrote: FileStamps(of: writes))
      #expect(record.isStill([], reads + writes) == (change == "nothing"), "\(change)")
      let changed = FileStamps(of: reads, earlier: record.found).differences(from: record.found)
      let expected = [
        "another content": [input], "another field": ["\(frames)/b.fits"],
      ]
      #expect(changed == expected[change] ?? [])
    }
  }

  @Test func theManifestHoldsArgumentsOnceAndReadsOlderOnes() throws {
    let (input, word) = ("\(folder)/in", "--seed=20240229")
    try write("one", to: input)
    let reads = [Artifact(.model, input)]
    var record = StepRecord(
      number: 1, step: "encode", arguments: ["encode", word], reads: reads, writes: [],
      found: FileStamps(of: reads))
    record.finish(seconds: 1, megabytes: 1, wrote: FileStamps(of: []))
    var manifest = RunManifest(name: "made-up")
    manifest.enter(record, of: 1)
    try manifest.write(in: folder)
    #expect(RunManifest(in: folder) == manifest)
    let path = "\(folder)/\(RunManifest.fileName)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.components(separatedBy: word).count == 2)

    // Builds before 0.2 had arguments and program around the files.
    var run = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    var step = try #require((run["steps"] as? [[String: Any]])?.first)
    step["found"] = ["files": try #require(step["found"]), "arguments": ["encode"], "program": "x"]
    for key in ["left", "program"] { step[key] = nil }
    run["steps"] = [step]
    try JSONSerialization.data(withJSONObject: run).write(to: URL(fileURLWithPath: path))
    let older = try #require(RunManifest(in: folder)?.steps.first)
    #expect(older.found == record.found && older.arguments == record.arguments)
    #expect(!older.isStill(record.arguments, reads), "what it left is not known")
  }

  @Test func aFolderStandsForItsFilesThroughALinkToo() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder)/set", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/link", withDestinationPath: "\(folder)/set")
    try write("a", to: "\(folder)/set/shard-0")
    for name in ["set", "link"] {
      func stamp() -> FileStamps { FileStamps(of: [Artifact(.cutouts, "\(folder)/\(name)")]) }
      let before = stamp()
      try write("b", to: "\(folder)/set/shard-\(name)")
      #expect(before != stamp())
    }
  }
}
