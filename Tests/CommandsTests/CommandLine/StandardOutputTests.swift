import ArgumentParser
import Commands
import Files
import Foundation
import Testing

/// `--out -` and `--json`, by the program as a shell starts it.
@Suite(.serialized, .enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
final class StandardOutputTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  init() throws {
    try run(
      "simulate", "--fields=1", "--seed=3", "--width=256", "--height=256",
      "--out=\(path("frames"))")
    try run("ingest", path("frames"), "--out=\(path("cutouts"))", "--size=32")
    try run(
      "pretrain", path("cutouts"), "--architecture=linear", "--code=2",
      "--out=\(path("model.safetensors"))")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func resultsAloneGoToStandardOutput() throws {
    let shard = path("cutouts/cutouts-00000.fits")
    let table = try BuiltProgram.run("export", shard, "--format=csv", "--out", "-")
    #expect(table.status == 0, "\(table.errors)")
    let rows = table.output.split(separator: "\n")
    #expect(rows.first?.hasPrefix("ID,RA,DEC,") == true && rows.count > 3)
    #expect(table.errors == "rows     \(rows.count - 1) of CATALOG\nwritten  -\n")

    try run("encode", path("model.safetensors"), path("cutouts"), "--out=\(path("codes.fits"))")
    let codes = try BuiltProgram.run(
      "encode", path("model.safetensors"), path("cutouts"), "--out=-")
    #expect(codes.status == 0, "\(codes.errors)")
    #expect(codes.output.hasPrefix("SIMPLE  =                    T"))
    #expect(codes.output.contains("EXTNAME = 'CODES   '") && codes.errors.contains("codes    "))
    #expect(!FileManager.default.fileExists(atPath: "-"))
  }

  @Test func whatIsMoreThanAFileIsRefused() throws {
    let model = try BuiltProgram.run("pretrain", path("cutouts"), "--out=-")
    #expect(model.status == 64 && model.output == "")
    #expect(
      model.errors == "Error: --out is -: the result of this command cannot go to standard output; "
        + "give it a name\n  See 'galaxy-aep pretrain --help'.\n")
    let formless = try BuiltProgram.run("export", path("cutouts/cutouts-00000.fits"), "--out=-")
    #expect(formless.status == 1 && formless.errors.contains("--format should tell it"))
  }

  @Test func factsAreNumbersInJSON() throws {
    let words = try BuiltProgram.run(
      "info", path("cutouts"), path("model.safetensors"), path("frames/truth.csv"),
      path("cutouts/cutouts-00000.fits"), "--json")
    #expect(words.status == 0 && words.errors == "")
    let all = try #require(
      try JSONSerialization.jsonObject(with: Data(words.output.utf8)) as? [[String: Any]])
    let data = try all.map { try #require($0["data"] as? [String: Any]) }
    let count = try #require(data[0]["cutouts"] as? Int)
    #expect(data[0]["size"] as? Int == 32 && data[0]["pixel_scale"] as? Double == 0.396)
    #expect(data[0]["bands"] as? [String] == ["u", "g", "r", "i", "z"])
    #expect(
      data[1]["seed"] as? Int == 1 && data[1]["bands"] as? [String] == ["u", "g", "r", "i", "z"])
    #expect((data[1]["stretch"] as? [String: Any])?["kind"] as? String == "matched")
    let truth = try String(contentsOfFile: path("frames/truth.csv"), encoding: .utf8)
    #expect(data[2]["rows"] as? Int == truth.split(separator: "\n").count - 1)
    let units = try #require(data[3]["units"] as? [[String: Any]])
    #expect(units.contains { $0["rows"] as? Int == count && $0["name"] as? String == "CATALOG" })
    #expect(units.first?["shape"] as? [Int] == [count, 5, 32, 32])
  }

  @Test func layersAreNumbersInJSON() throws {
    let words = try BuiltProgram.run("info", "--layers", path("model.safetensors"), "--json")
    let files = try #require(
      try JSONSerialization.jsonObject(with: Data(words.output.utf8)) as? [[String: Any]])
    let data = try #require(files.first?["data"] as? [String: Any])
    let layers = try #require(data["layers"] as? [[String: Any]])
    #expect(layers.first?["output"] as? [Int] == [32, 32, 6])
    #expect(layers.allSatisfy { $0["weights"] is Int })
  }

  @Test func nothingIsLeftOutSilently() throws {
    let images = path("images.safetensors")
    let all = try BuiltProgram.run(
      "export", path("model.safetensors"), "--cutouts=\(path("cutouts"))", "--out=\(images)")
    #expect(all.status == 0 && !all.output.contains("left out"), "\(all.errors)")
    let some = try BuiltProgram.run(
      "export", path("model.safetensors"), "--cutouts=\(path("cutouts"))",
      "--out=\(path("two.safetensors"))", "--count=2")
    #expect(some.output.contains("; without --count all are written"), "\(some.output)")
  }

  @Test func oldSpellingsWorkAndHint() throws {
    let old = try BuiltProgram.run("about", path("model.safetensors"))
    #expect(old.status == 0 && old.output.contains("galaxy-aep pretrain"))
    #expect(
      old.errors
        == "hint: `galaxy-aep about` is now `galaxy-aep info`, and goes in the next version\n")
  }
}
