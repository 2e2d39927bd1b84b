import Charts
import Commands
import Cutouts
import FITS
import Files
import Foundation
import Reports
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
    try cutoutsNeedNotBeKept(model, codes)
    try run(
      "classify", clusters, "--injected", path("stars.fits"), "--out=\(path("scores.fits"))")
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
    try tablesKeepCodesAndNameTheirScores(codes, clusters)
    try tablesOfVersionOneAreRead(codes, clusters, labels)
    try everyPictureOfTheReportIsOfItsCaption(labels)
    try scoresStandBesideEachOther(labels)
    try studentsLearn(model, labels)
    try treesLearnFromSecondCodes(codes, clusters, labels)
    refusals(codes, clusters)
  }

  /// From frames to codes without a set: the same table, also with artificial stars.
  private func cutoutsNeedNotBeKept(_ model: String, _ codes: String) throws {
    let frames = path("frames")
    for (out, words) in [
      ("codes.fits", []), ("stars.fits", ["--stars-of=\(codes)", "--stars=90"]),
    ] {
      let passed = path("passed-\(out)")
      try run(["encode", model, "--from-frames", frames, "--out=\(passed)"] + words)
      #expect(try text(of: passed) == text(of: path(out)))
      #expect(!FileManager.default.fileExists(atPath: passed + ".fields"))
    }
    #expect(
      failure("encode", model, path("cutouts"), "--pixel-scale=1", "--out=\(path("no.fits"))")
        == "cannot use --pixel-scale: it is about cutouts that are still to be made; leave it out, or give frames with "
        + "--from-frames")
    #expect(
      failure("encode", model).hasPrefix(
        "Give a cutout set, or frames with --from-frames."))
    #expect(
      failure("encode", model, path("cutouts"), "--from-frames", frames).hasPrefix(
        "Give a cutout set or --from-frames, not both."))
    #expect(
      failure("encode", model, "--from-frames", frames, "--out=-").hasPrefix(
        "--from-frames keeps the fields that are done beside its table; give --out a file name."
      ))
  }

  private func table(_ path: String) throws -> (content: Table, header: Header) {
    let file = try FITSFile(reading: path)
    return (try file.table(of: 1), try file.header(of: 1))
  }

  /// Column by column, as text: what is unknown of a source is NaN.
  private func text(of path: String) throws -> [String] {
    try table(path).content.columns.map { "\($0)" }
  }

  private func tablesKeepCodesAndNameTheirScores(_ codes: String, _ clusters: String) throws {
    let encoded = try table(codes)
    let names = encoded.content.columns.map(\.name)
    #expect(
      names.prefix(10) == [
        "ID", "FIELD", "RA", "DEC", "MAG", "FLAGS", "EDGE", "X", "Y", "HALFLIGHT_ARCSEC",
      ])
    #expect(
      names.dropFirst(10).prefix(20)
        == ArraySlice(
          ["u", "g", "r", "i", "z"].flatMap { band in
            ["MAG", "MAGERR", "FLUX", "FLUXERR"].map { "\($0)_\(band)" }
          }))
    let (flux, error) = (encoded.content["FLUX_r"]?.floats, encoded.content["FLUXERR_r"]?.floats)
    let magnitudeError = try #require(encoded.content["MAGERR_r"]?.floats)
    for (row, found) in magnitudeError.enumerated() where found.isFinite {
      #expect(
        abs(found - 1.0857362 * (error?[row] ?? 0) / (flux?[row] ?? 0)) <= 1e-4 * found)
    }
    #expect(encoded.content["FLUX_r"]?.unit == "nanomaggy")
    #expect(names.last == "CODE")
    #expect(encoded.content["MAG_r"]?.floats == encoded.content["MAG"]?.floats)
    let set = try CutoutSet(opening: path("cutouts"))
    #expect(encoded.content["X"]?.doubles == set.records.map { $0.x + 1 })
    let radius = try #require(encoded.content["HALFLIGHT_ARCSEC"]?.floats?.first)
    #expect(abs(radius - set.records[0].halfLightRadius * 0.396) < 0.01 * radius)

    let own = Array(names.dropLast())
    for (file, scores) in [
      (clusters, ["CLUSTER", "P_CLUSTERS"]),
      (path("scores.fits"), ["CLUSTER", "P_CLUSTERS", "P_JOINED", "P_STAR"]),
    ] {
      let found = try table(file)
      #expect(found.content.columns.map(\.name) == own + scores + ["CODE"])
      #expect(found.content["CODE"] == encoded.content["CODE"])
      #expect(found.header.string("MODELID") == encoded.header.string("MODELID"))
    }
    #expect(
      try table(path("scores.fits")).content["P_CLUSTERS"] == table(clusters).content["P_CLUSTERS"])

    // An older spelling gives the same.
    try run(
      "classify", clusters, "--codes=\(codes)", "--injected", path("stars.fits"),
      "--out=\(path("again.fits"))")
    #expect(try text(of: path("again.fits")) == text(of: path("scores.fits")))
    #expect(
      failure("classify", path("scores.fits"))
        == "cannot classify \(path("scores.fits")): its sources have a P_STAR already; give the table "
        + "that `galaxy-aep cluster` wrote")
    try run("embed", codes, "--dimensions=2", "--epochs=2", "--out=\(path("embedded.fits"))")
    try run("cluster", path("embedded.fits"), "--clusters=8", "--out=\(path("places.fits"))")
    #expect(
      failure("classify", path("places.fits"), "--injected", path("stars.fits"))
        == "cannot learn from \(path("stars.fits")): its codes have 6 numbers and those of "
        + "\(path("places.fits")) 2; if these were embedded, give the codes from before with "
        + "--codes")
    try run("export", clusters, "--out=\(path("clusters.reg"))")
    #expect(
      try String(contentsOfFile: path("clusters.reg"), encoding: .utf8).contains("tag={star}"))
  }

  /// There, `cluster` called its score P_STAR and dropped the codes.
  private func tablesOfVersionOneAreRead(
    _ codes: String, _ clusters: String, _ labels: String
  ) throws {
    let (kept, header) = try table(clusters)
    var content = kept
    content.columns.removeAll { $0.name == "CODE" }
    let score = try #require(content.columns.firstIndex { $0.name == "P_CLUSTERS" })
    content.columns[score].name = "P_STAR"
    var document = FITSDocument()
    document.add(content, header: header, name: "SCORES")
    let old = path("old.fits")
    try document.write(to: old, provenance: Provenance(command: "test"))
    #expect(
      failure("classify", old, "--injected", path("stars.fits"))
        == "cannot learn from artificial stars: \(old) holds no codes, as version 0.1 wrote it; "
        + "cluster again, or give the codes that its clusters were made from with --codes")
    try run(
      "classify", old, "--codes=\(codes)", "--injected", path("stars.fits"),
      "--out=\(path("again.fits"))")
    let (found, wanted) = (try text(of: path("again.fits")), try text(of: path("scores.fits")))
    #expect(found == Array(wanted.dropLast()))
    var evaluations: [[String: Any]] = []
    for (name, scores) in [("old", old), ("new", clusters), ("joint", path("scores.fits"))] {
      try run(
        "evaluate", scores, labels, "--brighter-than=22.5", "--resamples=50",
        "--out=\(path("\(name).json"))")
      let data = try Data(contentsOf: URL(fileURLWithPath: path("\(name).json")))
      evaluations.append(
        try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any]))
    }
    #expect(
      evaluations.map { $0["score"] as? String } == ["P_CLUSTERS", "P_CLUSTERS", "P_STAR"])
    #expect(evaluations[0]["auc"] as? Double == evaluations[1]["auc"] as? Double)
    let baselines = evaluations.map { ($0["baselines"] as? [String: Double]) ?? [:] }
    #expect(baselines[0] == baselines[1] && baselines[0].count == 5)
    #expect(baselines[2]["clusters of codes alone"] == evaluations[1]["auc"] as? Double)
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
      "compare", "scores", scores, path("clusters.fits"), again, labels, "--brighter-than=22.5",
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
    let usual = [
      "teach", "student", model, cutouts, scores, "--folds=2", "--epochs=8", "--batch-size=16",
    ]
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
    #expect(ledger["taught, beside"] == "teach student: classes of \(path("frames/truth.csv"))")
    #expect(
      failure("teach", "student", model, path("stars"), scores)
        == "cannot learn the scores of \(scores): it holds other sources than \(path("stars")); give "
        + "the set that its codes were made from")
  }

  private func treesLearnFromSecondCodes(
    _ codes: String, _ clusters: String, _ labels: String
  ) throws {
    let (model, second, stars) = (
      path("second.safetensors"), path("second.fits"), path("second-stars.fits")
    )
    try run(
      "pretrain", path("cutouts"), "--architecture=linear", "--code=4", "--crop=24",
      "--out=\(model)", "--metrics=\(path("second.csv"))")
    try run("encode", model, path("cutouts"), "--out=\(second)")
    try run("encode", model, path("stars"), "--out=\(stars)")
    let scores = path("both.fits")
    try run(
      "classify", clusters, "--injected", path("stars.fits"), "--second-codes=\(second)",
      "--second-injected", stars, "--out=\(scores)")
    let (both, one) = (try table(scores).content, try table(path("scores.fits")).content)
    #expect(both.columns.map(\.name) == one.columns.map(\.name))
    #expect(both["P_JOINED"] == one["P_JOINED"] && both["P_STAR"] != one["P_STAR"])
    try run(
      "evaluate", scores, labels, "--brighter-than=22.5", "--resamples=50",
      "--out=\(path("both.json"))")
    let data = try Data(contentsOf: URL(fileURLWithPath: path("both.json")))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(try #require(json["auc"] as? Double) > 0.85)
    #expect((json["label_ledger"] as? [String: String])?["classify"] == "none")
    // Their own codes again tell trees nothing new, but are codes of these sources; others are refused.
    let given = path("stars.fits")
    #expect(
      failure(
        "classify", clusters, "--injected", given, "--second-codes=\(stars)", "--second-injected",
        stars)
        == "cannot learn from second codes: \(stars) holds other sources than \(clusters); encode the same cutouts by the other model"
    )
    #expect(
      failure(
        "classify", clusters, "--injected", given, "--second-codes=\(second)", "--second-injected",
        given)
        == "cannot learn from \(given): it was encoded by another model than \(second); encode it by the same"
    )
    for alone in [["--second-codes=\(second)"], ["--second-injected", stars]] {
      let arguments = ["classify", clusters, "--injected", given] + alone
      #expect(throws: (any Error).self) { try run(arguments) }
    }
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
        "--codes belongs to --injected: give the codes of artificial stars too, or leave it out"))
    #expect(
      failure("ingest", path("frames"), "--stars-of=\(codes)", "--ready-made").contains(
        "--stars-of puts stars into frames and finds them there"))
    #expect(
      failure("ingest", path("frames"), "--stars-of=\(codes)", "--stars=0").contains(
        "--stars is 0: it must lie between 1 and 2000"))
  }
}
