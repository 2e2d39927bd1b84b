import Commands
import Foundation
import Testing

/// From frames with artificial stars to scores that were learned from them, as a user types it.
@Suite final class ArtificialStarsWayTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func artificialStarsTeach() throws {
    let (model, codes, clusters) = (
      path("model.safetensors"), path("codes.fits"), path("clusters.fits")
    )
    let labels = "--catalog=\(path("frames/truth.csv"))"
    try run(
      "simulate", "--fields=1", "--seed=4", "--width=1024", "--height=1024",
      "--out=\(path("frames"))")
    try run("ingest", path("frames"), "--out=\(path("cutouts"))")
    try run(
      "pretrain", path("cutouts"), "--architecture=linear", "--code=6", "--out=\(model)")
    try run("encode", model, path("cutouts"), "--out=\(codes)")
    try run("cluster", codes, "--clusters=8", "--out=\(clusters)")
    try run(
      "ingest", path("frames"), "--stars-of=\(codes)", "--stars=90", "--out=\(path("stars"))")
    try run("encode", model, path("stars"), "--out=\(path("stars.fits"))")
    try run(
      "classify", clusters, "--codes=\(codes)", "--injected", path("stars.fits"),
      "--out=\(path("scores.fits"))")
    try run(
      "evaluate", path("scores.fits"), labels, "--brighter-than=22.5", "--resamples=50",
      "--supervised=\(codes)", "--out=\(path("learned.json"))")
    let data = try Data(contentsOf: URL(fileURLWithPath: path("learned.json")))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let baselines = try #require(json["baselines"] as? [String: Double])
    #expect(baselines["clusters and template chi2"] != nil && baselines.count == 7)
    #expect(try #require(json["auc"] as? Double) > 0.85)
    #expect(try #require(json["supervised"] as? Double) > 0.8)
    #expect(
      (json["label_ledger"] as? [String: String])?["evaluate --supervised"]
        == "classes, learned from for a reference only")
    refusals(codes, clusters)
  }

  private func refusals(_ codes: String, _ clusters: String) {
    let stars = path("stars.fits")
    #expect(
      failure("classify", clusters, "--codes=\(codes)", "--injected", codes)
        == "cannot learn from \(codes): it holds no artificial star; make its cutouts with "
        + "`galaxy-aep ingest --stars-of \(codes)`")
    #expect(
      failure("classify", clusters, "--codes=\(stars)", "--injected", stars)
        == "cannot learn from artificial stars: \(stars) holds other sources than \(clusters); "
        + "give the codes that its clusters were made from")
    #expect(
      failure("classify", clusters, "--codes=\(codes)").contains(
        "--injected and --codes belong together: give both or none"))
    #expect(
      failure("ingest", path("frames"), "--stars-of=\(codes)", "--ready-made").contains(
        "--stars-of puts stars into frames and finds them there"))
    #expect(
      failure("ingest", path("frames"), "--stars-of=\(codes)", "--stars=0").contains(
        "--stars is 0: it must lie between 1 and 2000"))
  }
}
