import Files
import Foundation
import Testing

struct ProvenanceTests {
  let provenance = Provenance(
    program: "galaxy-aep 9", command: "galaxy-aep encode m.safetensors c", step: "encode",
    kernels: "avx2", seed: 7,
    inputs: ["m.safetensors", "c"])

  @Test func isTextForFilesThatStoreText() {
    let entries = provenance.entries.map { "\($0.keyword)=\($0.text)" }
    #expect(
      entries == [
        "Software=galaxy-aep 9", "Command=galaxy-aep encode m.safetensors c", "Step=encode",
        "Kernels=avx2", "Seed=7",
        "Input=m.safetensors", "Input=c",
      ])
  }

  @Test func survivesJSON() throws {
    let copy = try JSONDecoder().decode(
      Provenance.self, from: JSONEncoder().encode(provenance))
    #expect(copy == provenance)
  }

  /// Files of versions that did not name their kernels.
  @Test func isReadWithoutKernels() throws {
    let old = #"{"command":"galaxy-aep encode","inputs":[],"program":"galaxy-aep 0.1.0"}"#
    let read = try JSONDecoder().decode(Provenance.self, from: Data(old.utf8))
    #expect(read.kernels == nil && !read.entries.contains { $0.keyword == "Kernels" })
  }

  @Test func namesTheProgramByItself() {
    #expect(Provenance(command: "x").program == "galaxy-aep \(Provenance.version)")
  }
}
