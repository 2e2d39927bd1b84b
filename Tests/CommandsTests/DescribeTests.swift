import Foundation
import TestSupport
import Testing

/// What `describe` tells of models and codes on a simulated sky.
@Suite final class DescribeTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func rows(_ name: String) throws -> [[String: Any]] {
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: path(name))))
    return try #require((json as? [String: Any])?["rows"] as? [[String: Any]])
  }

  @Test func `codes, reconstructions and outliers are measured by the truth`() throws {
    try run(
      "simulate", "--fields=5", "--width=448", "--height=448", "--seed=3", "--oddities=0.05",
      "--out=\(path("frames"))", "--noise-free=\(path("clean"))")
    try run("ingest", path("frames"), "--out=\(path("cutouts"))")
    try run(
      "pretrain", path("cutouts"), "--architecture=linear", "--code=6", "--crop=24",
      "--out=\(path("model.safetensors"))")
    try run("encode", path("model.safetensors"), path("cutouts"), "--out=\(path("codes.fits"))")
    try run(
      "ingest", path("clean"), "--catalog=\(path("codes.fits"))", "--out=\(path("twins"))")
    try run(
      "describe", "reconstructions", path("model.safetensors"), "--cutouts=\(path("cutouts"))",
      "--noise-free=\(path("twins"))", "--bins=14,21,22.5", "--count=3",
      "--figure=\(path("strips.svg"))", "--out=\(path("reconstructions.json"))")
    let errors = try rows("reconstructions.json")
    #expect(errors.compactMap { $0["name"] as? String } == ["the noisy images", "model"])
    let all = errors.compactMap { ($0["found"] as? [String: Any])?["all"] as? Double }
    #expect(all.count == 2 && all[1] < all[0], "six components leave most of the noise behind")
    let figure = try String(contentsOfFile: path("strips.svg"), encoding: .utf8)
    for heading in ["noisy", "without noise", "model"] {
      #expect(figure.contains(">\(heading)<"))
    }

    try run(
      "describe", "codes", path("codes.fits"), "--truth=\(path("frames/truth.csv"))",
      "--out=\(path("codes.json"))")
    let held = try rows("codes.json")
    #expect(held.compactMap { $0["name"] as? String } == ["codes", "measurements"])
    let names = ((held[0]["found"] as? [String: Any])?["properties"] as? [[String: Any]])?
      .compactMap { $0["name"] as? String }
    #expect(
      names == [
        "ln half-light radius", "axis ratio", "share of the bulge", "u − g", "g − r", "r − i",
        "i − z", "redshift", "class",
      ])

    try run(
      "describe", "outliers", path("codes.fits"), "--truth=\(path("frames/truth.csv"))",
      "--count=20", "--pixels=\(path("cutouts"))", "--seen-by=\(path("model.safetensors"))",
      "--out=\(path("outliers.json"))")
    #expect(try rows("outliers.json").compactMap { $0["name"] as? String } == ["codes", "pixels"])
    let found = try #require(try rows("outliers.json").first?["found"] as? [String: Any])
    #expect(found["first"] as? Int == 20)
    #expect(found["put"] as? Int ?? 0 > found["found"] as? Int ?? 0)
    try whatDoesNotFitIsRefused()
  }

  private func whatDoesNotFitIsRefused() throws {
    #expect(
      failure(
        "describe", "outliers", path("codes.fits"), "--truth=\(path("frames/truth.csv"))",
        "--pixels=\(path("cutouts"))"
      ).contains("--pixels and --seen-by belong together"))
    #expect(
      failure(
        "describe", "reconstructions", path("model.safetensors"), "--cutouts=\(path("cutouts"))",
        "--noise-free=\(path("cutouts-of-nothing"))"
      ).contains("cutouts-of-nothing"))
    // Found anew, the same frames have other cutouts under other names.
    try run(
      "ingest", path("clean"), "--catalog=\(path("frames/truth.csv"))", "--out=\(path("others"))")
    #expect(
      failure(
        "describe", "outliers", path("codes.fits"), "--truth=\(path("frames/truth.csv"))",
        "--pixels=\(path("others"))", "--seen-by=\(path("model.safetensors"))"
      ).contains("is not among them; give the set that was encoded"))
    #expect(
      failure(
        "describe", "reconstructions", path("model.safetensors"), "--cutouts=\(path("cutouts"))",
        "--noise-free=\(path("others"))"
      ).contains(
        "at the same pixels in the second; cut the noise-free frames out with --catalog, the table of codes of the first"
      ))
  }
}
