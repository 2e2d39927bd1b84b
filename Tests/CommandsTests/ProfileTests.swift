import ArgumentParser
import Commands
import Foundation
import Testing

/// Measurements on jobs small enough for a test: what they write, and what they refuse.
@Suite final class ProfileTests {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func layersAndPartsAreTimed() throws {
    let json = try measured("network", "--network=mnist", "--batch=4", "--steps=2")
    let times = try #require(json["times"] as? [String: Any])
    for key in ["step", "update", "encode"] { #expect((times[key] as? [Double])?.count == 2) }
    let profile = try #require(json["profile"] as? [String: Any])
    let rows = try #require(profile["rows"] as? [[String: Any]])
    let first = try #require(rows.first { $0["name"] as? String == "encoder.0" })
    #expect(first["layer"] as? String == "convolution 3×3/2 to 32")
    let fraction = try #require(first["ofPeak"] as? Double)
    #expect(fraction > 0 && fraction < 1.2)
    #expect(Set(rows.compactMap { $0["name"] as? String }).count == rows.count)
  }

  @Test func iterationsAndSearchesAreTimed() throws {
    let few = ["--count=600", "--width=3", "--rounds=3"]
    for job in [["kmeans", "--clusters=4", "--iterations=2"], ["neighbours", "--queries=50"]] {
      let json = try measured(job + few)
      let times = try #require(json["milliseconds"] as? [Double])
      #expect(times.count == 3 && times.allSatisfy { $0 > 0 })
    }
  }

  @Test func everyOperationIsTimedWithEverySet() throws {
    let json = try measured("--all-kernels", "--steps=1")
    let sets = try #require(json["sets"] as? [String])
    let rows = try #require(json["rows"] as? [[String: Any]])
    #expect(sets.first == "baseline" && Set(sets).count == sets.count)
    #expect(Set(rows.compactMap { $0["operation"] as? String }).count == rows.count)
    for row in rows {
      let times = try #require(row["milliseconds"] as? [Double])
      let gains = try #require(row["gains"] as? [Double])
      #expect(times.count == sets.count && times.allSatisfy { $0 > 0 })
      #expect(gains.count == sets.count - 1 && gains.allSatisfy { $0 > 0 })
    }
  }

  /// A measurement goes over an earlier one, and over nothing else.
  @Test func nothingElseIsReplaced() throws {
    let (path, notes) = (folder + "/times.json", folder + "/notes.json")
    let words = ["profile", "kmeans", "--count=60", "--clusters=2", "--rounds=1", "--threads=1"]
    for _ in 0..<2 { try GalaxyAEP.perform(words + ["--json=\(path)"]) }
    try Data("mine".utf8).write(to: URL(fileURLWithPath: notes))
    let refusal = #expect(throws: (any Error).self) {
      try GalaxyAEP.perform(words + ["--json=\(notes)"])
    }
    #expect(
      "\(refusal.map { "\($0)" } ?? "")"
        == "cannot write \(notes): a file of that name is there and does not say that `galaxy-aep profile "
        + "kmeans` made it; choose another name, or add --overwrite")
    #expect(try String(contentsOfFile: notes, encoding: .utf8) == "mine")
  }

  @Test func pointsOfAnotherWidthAreRefused() throws {
    let path = folder + "/points.f32"
    try Data(count: 44).write(to: URL(fileURLWithPath: path))
    #expect(
      failure("kmeans", "--points=\(path)", "--width=4")
        == "cannot read points from \(path): its 44 bytes are no whole number of points of 4 "
        + "32-bit floats; give the right --width")
    #expect(
      failure("neighbours", "--points=\(path)", "--width=1", "--queries=12")
        == "cannot measure 10 neighbours of 12 points and 5 rounds: ask for at least 1 of each, "
        + "and at most the 11 points there are")
  }

  private func measured(_ words: String...) throws -> [String: Any] { try measured(words) }

  private func measured(_ words: [String]) throws -> [String: Any] {
    let path = folder + "/times.json"
    var command = try GalaxyAEP.parseAsRoot(
      ["profile"] + words + ["--threads=1", "--json=\(path)"])
    try command.run()
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func failure(_ words: String...) -> String {
    do {
      var command = try GalaxyAEP.parseAsRoot(["profile"] + words)
      try command.run()
      return "no error"
    } catch {
      return "\(error)"
    }
  }
}
