import Charts
import Commands
import Cutouts
import FITS
import Files
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
    try whatIsSharperThanStarsIsNone(clusters)
    let data = try Data(contentsOf: URL(fileURLWithPath: path("learned.json")))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let baselines = try #require(json["baselines"] as? [String: Double])
    #expect(baselines["clusters and template chi2"] != nil && baselines.count == 7)
    #expect(try #require(json["auc"] as? Double) > 0.85)
    #expect(try #require(json["supervised"] as? Double) > 0.8)
    #expect(
      json["label_ledger"] as? [String: String] == [
        "ingest": "none", "pretrain": "none", "encode": "none", "cluster": "none",
        "classify": "none",
        "evaluate": "classes of \(path("frames/truth.csv")), for scoring only",
        "evaluate --supervised": "classes, learned from for a reference only",
      ])
    try everyPictureOfTheReportIsOfItsCaption(labels)
    try scoresStandBesideEachOther(labels)
    try studentsLearn(model, labels)
    refusals(codes, clusters)
  }

  /// The set with artificial stars was encoded last, and holds sources of the same names.
  private func everyPictureOfTheReportIsOfItsCaption(_ labels: String) throws {
    try run("report", folder, labels, "--cutouts=8")
    let page = try String(contentsOfFile: path("report.html"), encoding: .utf8)
    let opening = try #require(
      page.range(of: "<script type=\"application/json\" id=\"gallery-data\">"))
    let end = try #require(page[opening.upperBound...].range(of: "</script>"))
    let json = Data(page[opening.upperBound..<end.lowerBound].utf8)
    let items = try #require(
      try JSONSerialization.jsonObject(with: json) as? [[String: Any]])
    #expect(items.count > 10)
    func pictures(of set: CutoutSet) throws -> [String] {
      let places = try items.map { item in
        try #require(set.records.firstIndex { $0.id == item["id"] as? String })
      }
      let planes = ColourPlanes.usual(of: set)
      let tiles = places.map { ColourPlanes.tile($0, of: set, planes: planes) }
      let stretch = LuptonRGB(fitting: tiles.map { ($0.red, $0.green, $0.blue) })
      return try tiles.map { tile in
        try stretch.picture(red: tile.red, green: tile.green, blue: tile.blue, size: tile.size)
          .encodedPNG(texts: []).base64EncodedString()
      }
    }
    let shown = items.map { $0["picture"] as? String ?? "" }
    #expect(try pictures(of: CutoutSet(opening: path("cutouts"))) == shown)
    // Names alone would have led elsewhere.
    let stars = try CutoutSet(opening: path("stars")).records
    let elsewhere = items.count { item in
      stars.contains { $0.id == item["id"] as? String && $0.ra != item["ra"] as? Double }
    }
    #expect(elsewhere > 0)
  }

  /// Half of the sources are called cosmic rays.
  private func whatIsSharperThanStarsIsNone(_ clusters: String) throws {
    let file = try FITSFile(reading: clusters)
    let unit = try file.unit(named: "SCORES")
    var table = try file.table(of: unit)
    let column = try #require(table.columns.firstIndex { $0.name == "SHARP" })
    let sharp = (0..<table.rowCount).map { $0.isMultiple(of: 2) }
    table.columns[column].values = .bool(sharp)
    var document = FITSDocument()
    document.add(table, header: try file.header(of: unit), name: "SCORES")
    try document.write(to: path("sharp.fits"), provenance: Provenance(command: "test"))
    try run("classify", path("sharp.fits"), "--out=\(path("none.fits"))")
    let found = try FITSFile(reading: path("none.fits")).table(of: 1)["P_STAR"]?.doubles
    #expect(try #require(found).map { $0 == 0.01 } == sharp)
  }

  /// Clusters of another seed and a column of somebody else's catalog, on the same sources.
  private func scoresStandBesideEachOther(_ labels: String) throws {
    let (scores, again) = (path("scores.fits"), path("clusters-2.fits"))
    try run("cluster", path("codes.fits"), "--clusters=8", "--seed=2", "--out=\(again)")
    // The catalog of another program: the truth's positions, and the magnitude as a bad score.
    let catalog = path("frames/truth.csv")
    try run(
      "evaluate", scores, labels, "--brighter-than=22.5", "--resamples=50",
      "--beside=\(again)", "--beside=faintness=\(catalog):mag", "--beside=flat=\(again):RA",
      "--out=\(path("beside.json"))")
    let data = try Data(contentsOf: URL(fileURLWithPath: path("beside.json")))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let others = try #require(json["baselines"] as? [String: Double])
    #expect(try #require(others["clusters-2"]) > 0.85)
    // Galaxies are fainter than stars on average, so faintness speaks against stars.
    #expect(try #require(others["faintness"]) < 0.5)
    #expect(abs(try #require(others["flat"]) - 0.5) < 0.2)
    let ledger = try #require(json["label_ledger"] as? [String: String])
    #expect(ledger["clusters-2, beside"] == "none")
    #expect(ledger["faintness, beside"]?.hasPrefix("not traced: ") == true)
    try run(
      "stability", scores, path("clusters.fits"), again, labels, "--brighter-than=22.5",
      "--out=\(path("stability.json"))")
    let told = try Data(contentsOf: URL(fileURLWithPath: path("stability.json")))
    let runs = try #require(
      (try JSONSerialization.jsonObject(with: told) as? [String: Any])?["runs"] as? [[String: Any]])
    #expect(runs.map { $0["name"] as? String } == ["scores", "clusters", "clusters-2"])
    #expect(runs[0]["agreement"] as? Double == 1)
    #expect(try #require(runs[1]["agreement"] as? Double) > 0.5)
    #expect((runs[2]["auc"] as? [String: Double])?["all labels"] == others["clusters-2"])
    try run("plot", "stability", path("stability.json"), "--out=\(path("stability.png"))")
    #expect(
      failure("plot", "stability", path("stability.json"), "--part=al labels", "--out=x.png")
        .hasPrefix(
          "cannot plot \(path("stability.json")): it knows no part called al labels; did you mean all "
            + "labels?"))
    #expect(
      failure("evaluate", scores, labels, "--beside=\(catalog)")
        == "cannot judge \(catalog) beside ours: it is no table of scores; name a column of the "
        + "catalog, as in \(catalog):SPREAD_MODEL")
    #expect(
      failure("evaluate", scores, labels, "--beside=\(again)", "--beside=\(again)")
        == "cannot judge \(again) beside ours: another score is called clusters-2 already; give it a "
        + "name, as in NAME=\(again)")
    #expect(
      failure("evaluate", scores, labels, "--beside=\(catalog):SPREAD")
        .hasPrefix("the catalog \(catalog) has no column SPREAD of single values"))
  }

  /// From P_STAR and, as a reference, from classes; the ledger tells them apart.
  private func studentsLearn(_ model: String, _ labels: String) throws {
    let (cutouts, scores) = (path("cutouts"), path("scores.fits"))
    let usual = ["student", model, cutouts, scores, "--folds=2", "--epochs=8", "--batch-size=16"]
    try run(usual + ["--out=\(path("student.fits"))"])
    try run(usual + [labels, "--out=\(path("taught.fits"))"])
    try run(
      "evaluate", scores, labels, "--brighter-than=22.5", "--resamples=50",
      "--beside=\(path("student.fits"))", "--beside=\(path("taught.fits"))",
      "--out=\(path("students.json"))")
    let data = try Data(contentsOf: URL(fileURLWithPath: path("students.json")))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let others = try #require(json["baselines"] as? [String: Double])
    #expect(try #require(others["student"]) > 0.7)
    #expect(try #require(others["taught"]) > 0.7)
    let ledger = try #require(json["label_ledger"] as? [String: String])
    #expect(ledger["student, beside"] == "none")
    #expect(ledger["taught, beside"] == "student: classes of \(path("frames/truth.csv"))")
    #expect(
      failure("student", model, path("stars"), scores)
        == "cannot learn the scores of \(scores): it holds other sources than \(path("stars")); give "
        + "the set that its codes were made from")
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
