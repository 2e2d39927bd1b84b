import Files
import Foundation
import Testing

struct ProvenanceTests {
  let provenance = Provenance(
    program: "galaxy-aep 9", command: "galaxy-aep encode m.safetensors c", seed: 7,
    inputs: ["m.safetensors", "c"])

  @Test func isTextForFilesThatStoreText() {
    let entries = provenance.entries.map { "\($0.keyword)=\($0.text)" }
    #expect(
      entries == [
        "Software=galaxy-aep 9", "Command=galaxy-aep encode m.safetensors c", "Seed=7",
        "Input=m.safetensors", "Input=c",
      ])
  }

  @Test func survivesJSON() throws {
    let copy = try JSONDecoder().decode(
      Provenance.self, from: JSONEncoder().encode(provenance))
    #expect(copy == provenance)
  }

  @Test func namesTheProgramByItself() {
    #expect(Provenance(command: "x").program == "galaxy-aep \(Provenance.version)")
  }
}
