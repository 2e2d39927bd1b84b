import ArgumentParser
import Commands
import Cutouts
import Files
import Foundation
import Networks
import Pipelines
import Reports
import Tables
import Tensors
import Testing

/// The commands as a user types them, from simulated frames to figures, on a sky small enough for
/// a test; and what they say when something is wrong.
@Suite(.serialized) final class WholeWayTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func framesBecomeScoresAndFigures() throws {
    try prepareCutouts()
    try run(
      "pretrain", path("cutouts"), "--out=\(path("model.safetensors"))", "--epochs=2",
      "--batch-size=16", "--code=6")
    try run(
      "encode", path("model.safetensors"), path("cutouts"), "--out=\(path("codes.fits"))")
    try run("cluster", path("codes.fits"), "--clusters=4", "--out=\(path("clusters.fits"))")
    try run(
      "evaluate", path("clusters.fits"), "--catalog=\(path("frames/truth.csv"))",
      "--brighter-than=22.5", "--resamples=100", "--out=\(path("evaluation.json"))")
    let data = try Data(contentsOf: URL(fileURLWithPath: path("evaluation.json")))
    let json = try #require(
      try JSONSerialization.jsonObject(with: data) as? [String: Any])
    for key in ["auc", "auc_low", "auc_high", "stars", "galaxies", "unscored"] {
      #expect(json[key] is NSNumber, "\(key)")
    }
    #expect((json["baselines"] as? [String: Double])?.count == 5)
    #expect((json["bins"] as? [[String: Any]])?.isEmpty == false)
    #expect(((json["label_ledger"] as? [String: String])?["cluster"]) == "none")

    let labels = "--catalog=\(path("frames/truth.csv"))"
    let figures = [
      [
        "histograms", path("model.safetensors"), path("cutouts"), path("codes.fits"),
        "--units=0,1,2,5",
      ],
      ["roc", path("clusters.fits"), labels], ["magnitudes", path("clusters.fits"), labels],
      ["loss", path("metrics.csv")], ["reliability", path("clusters.fits"), labels],
      ["completeness", path("clusters.fits"), labels], ["sizes", path("clusters.fits")],
      ["colours", path("cutouts"), "--scores=\(path("clusters.fits"))"],
      ["reconstructions", path("model.safetensors"), path("cutouts"), "--count=3"],
      ["map", path("codes.fits"), "--colour=score", "--scores=\(path("clusters.fits"))"],
      [
        "clusters", path("codes.fits"), path("cutouts"), "--scores=\(path("clusters.fits"))",
        "--count=2",
      ],
      ["cutouts", path("cutouts"), "--scores=\(path("clusters.fits"))", "--show=uncertain"],
    ]
    for words in figures {
      let out = path("figures/\(words[0]).png")
      try run(["plot"] + words + ["--out=\(out)"])
      let picture = try Data(contentsOf: URL(fileURLWithPath: out))
      #expect(picture.prefix(4).elementsEqual([0x89, 0x50, 0x4E, 0x47]))
    }
    try oldSpellingsAreUnderstood()
    try codesAreDescribed()
    try labelsOfTheSkyTeach(labels)
    try aFewLabelsCorrectScores(labels)
    try theSimilarAndTheOddAreFound()
    try everythingGoesIntoTheReport(labels: path("frames/truth.csv"))
    try exportsAreWritten()
    try everyFileNamesItsKernels()
    try codesOfAnotherModelAreRefused()
    try catalogsOfAnotherSkyAreRefused()
  }

  /// What `tsne` shows is what `neighbours` shows.
  private func oldSpellingsAreUnderstood() throws {
    // Else the report would show them.
    defer { try? FileManager.default.removeItem(atPath: path("maps")) }
    let pictures = try ["neighbours", "tsne"].map { projection in
      let out = path("maps/\(projection).png")
      try run(
        "plot", "map", path("codes.fits"), "--projection=\(projection)", "--title=A map",
        "--out=\(out)")
      return try Self.pixels(of: out)
    }
    #expect(pictures[0] == pictures[1] && pictures[0].count > 1000)
  }

  /// The pixels of a PNG file as they lie in it: its IDAT chunks.
  private static func pixels(of png: String) throws -> Data {
    var (rest, pixels) = (try Data(contentsOf: URL(fileURLWithPath: png)).dropFirst(8), Data())
    while rest.count >= 12 {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let chunk = rest.dropFirst(4).prefix(4 + length)
      if chunk.prefix(4).elementsEqual("IDAT".utf8) { pixels += chunk.dropFirst(4) }
      rest = rest.dropFirst(12 + length)
    }
    return pixels
  }

  private func codesAreDescribed() throws {
    try run(
      "compare", "skies", path("model.safetensors"), path("cutouts"), path("codes.fits"),
      "--clusters=4", "--out=\(path("correlations.csv"))")
    let lines = try String(contentsOfFile: path("correlations.csv"), encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      lines[0].joined(separator: ",")
        == "unit,sky,noise,seeing,magnitude,centroid offset,neighbours,missing pixels")
    #expect(lines.count == 7 && lines.allSatisfy { $0.count == 8 })
    #expect(lines.dropFirst().allSatisfy { abs(Double($0[4]) ?? 2) <= 1 })
    #expect(
      failure(
        "compare", "skies", path("model.safetensors"), path("cutouts"), path("clusters.fits"))
        == "cannot use \(path("clusters.fits")): it holds no table called CODES; `galaxy-aep encode` "
        + "writes one")
  }

  private func labelsOfTheSkyTeach(_ labels: String) throws {
    try run(
      "teach", "probe", path("codes.fits"), labels, "--labelled=20,100000,0", "--with=logistic",
      "--draws=2",
      "--out=\(path("probe.json"))")
    let data = try Data(contentsOf: URL(fileURLWithPath: path("probe.json")))
    let probe = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(probe["measure"] as? String == "AUC")
    let rows = try #require(probe["rows"] as? [[String: Any]])
    #expect(rows.count == 2)
    #expect(try #require(rows[1]["mean"] as? Double) > 0.6)
    #expect(
      failure("teach", "probe", path("codes.fits"), labels, "--labelled=100000")
        .hasPrefix("cannot draw 100000 labels: there are "))
    try run(
      "classify", path("codes.fits"), labels, "--with=logistic", "--out=\(path("taught.fits"))",
      "--overwrite")
    try run(
      "evaluate", path("taught.fits"), labels, "--brighter-than=22.5", "--resamples=100",
      "--out=\(path("taught.json"))")
    let taught = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: path("taught.json"))))
    let judged = try #require(taught as? [String: Any])
    #expect(try #require(judged["auc"] as? Double) > 0.6)
    // The ledger calls it what it is.
    #expect(
      (judged["label_ledger"] as? [String: String])?["teach classify"]
        == "classes of \(path("frames/truth.csv"))")
  }

  private func theSimilarAndTheOddAreFound() throws {
    let ids = try SourceTable(reading: path("codes.fits"), named: .codes, maker: "encode")
      .texts(.id)
    try Folder.create(path("maps"))
    try run(
      "similar", path("codes.fits"), ids[3], "--count=5", "--cutouts=\(path("cutouts"))",
      "--figure=\(path("maps/similar.png"))", "--out=\(path("maps/similar.fits"))")
    // From another table of the same model, which here is the same one: then it is its own nearest.
    try run(
      "similar", path("clusters.fits"), ids[3], "--from=\(path("codes.fits"))", "--count=1",
      "--out=\(path("maps/itself.fits"))")
    try run(
      "outliers", path("codes.fits"), "--count=7", "--cutouts=\(path("cutouts"))",
      "--figure=\(path("maps/lonely.svg"))", "--out=\(path("maps/lonely.fits"))")
    defer { try? FileManager.default.removeItem(atPath: path("maps")) }
    func table(_ name: String) throws -> SourceTable {
      try SourceTable(reading: path("maps/\(name).fits"), named: .codes, maker: "similar")
    }
    let distances = try table("similar").numbers(.codeDistance)
    #expect(distances.count == 5 && distances == distances.sorted() && distances[0] > 0)
    #expect(try !table("similar").texts(.id).contains(ids[3]))
    #expect(try table("itself").texts(.id) == [ids[3]])
    #expect(try table("itself").numbers(.codeDistance)[0] < 1e-3)
    let loneliness = try table("lonely").numbers(.loneliness)
    #expect(loneliness.count == 7 && loneliness == loneliness.sorted(by: >))
    #expect(
      failure("similar", path("codes.fits"), "nobody").hasPrefix("there is no source nobody in "))
  }

  private func aFewLabelsCorrectScores(_ labels: String) throws {
    // Else the report would show them.
    defer {
      for name in ["scores", "corrected"] {
        try? FileManager.default.removeItem(atPath: path("\(name).fits"))
      }
    }
    try run("classify", path("clusters.fits"), "--out=\(path("scores.fits"))")
    try run(
      "teach", "worth", path("scores.fits"), labels, "--labelled=10", "--halvings=3",
      "--out=\(path("worth.json"))")
    let data = try Data(contentsOf: URL(fileURLWithPath: path("worth.json")))
    let worth = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((worth["halvings"] as? [Any])?.count == 3 && worth["labels"] as? Int == 10)
    #expect((worth["provenance"] as? [String: String])?.isEmpty == false)
    try run(
      "teach", "correct", path("scores.fits"), labels, "--out=\(path("corrected.fits"))")
    try run("info", path("corrected.fits"))
  }

  private func everythingGoesIntoTheReport(labels: String) throws {
    try run("report", folder, "--catalog=\(labels)", "--cutouts=6")
    let page = try String(contentsOfFile: path("report.html"), encoding: .utf8)
    for title in [
      "How well it did", "By magnitude", "Who saw labels", "Figures", "Gallery", "How it was made",
    ] {
      #expect(page.contains("<h2>\(title)</h2>"), "\(title)")
    }
    #expect(page.components(separatedBy: "<figure class=\"shot\">").count == 13)
    // In the order of their names, so that the same run gives the same bytes.
    #expect(page.contains("id=\"map-data\">{\"columns\":22,"))
    #expect(page.contains("\"groups\":[") && page.contains("\"label\":\"STAR\""))
    #expect(page.utf8.count < 10_000_000)
    // Nothing is fetched from anywhere.
    #expect(!page.contains("src=\"http") && !page.contains("href=\"http"))
    #expect(
      failure("report", path("frames"))
        == "cannot report on \(path("frames")): it holds no evaluation.json, no table of scores, "
        + "no maps and no figures; give the folder of a run, such as runs/sdss")
  }

  private func exportsAreWritten() throws {
    for name in ["scores.csv", "scores.vot", "scores.reg"] {
      try run("export", path("clusters.fits"), "--out=\(path(name))")
    }
    let lines = try String(contentsOfFile: path("scores.csv"), encoding: .utf8).split(
      separator: "\n")
    let regions = try String(contentsOfFile: path("scores.reg"), encoding: .utf8)
    #expect(lines.count - 1 == regions.split(separator: "\n").count { $0.hasPrefix("circle(") })
    try run("export", path("model.safetensors"), "--out=\(path("model.onnx"))")
    #expect(
      failure("export", path("clusters.fits"), "--out=\(path("scores.doc"))")
        == "cannot tell the format of \(path("scores.doc")): its name should end in .csv, .vot, "
        + ".reg, .onnx or .safetensors, or --format should tell it")
    try imagesForOthersAreWhatTheNetworkReads()
    try "RA,DEC\n1,2\n".write(toFile: path("mine.csv"), atomically: true, encoding: .utf8)
    #expect(
      failure("about", path("mine.csv"))
        == "cannot tell where \(path("mine.csv")) comes from: it does not say")
    for name in ["model.safetensors", "cutouts", "clusters.fits", "figures/roc.png", "metrics.csv"]
    {
      try run("info", path(name))
    }
    try run("about", path("figures/roc.png"))
  }

  /// The same bits are promised for the same kernels only.
  private func everyFileNamesItsKernels() throws {
    let expected = Origin.Entry("Kernels", Processor.kernels)
    for name in [
      "frames/frame-r-\(try fieldName()).fits", "cutouts/cutouts-00000.fits", "model.safetensors",
      "codes.fits", "clusters.fits", "evaluation.json", "figures/roc.png", "report.html",
      "scores.vot", "scores.reg",
    ] {
      #expect(try Origin.entries(of: path(name)).contains(expected), "\(name)")
    }
    #expect(
      try SafetensorsFile(reading: path("images.safetensors")).metadata["kernels"]
        == Processor.kernels)
    let onnx = try Data(contentsOf: URL(fileURLWithPath: path("model.onnx")))
    #expect(onnx.range(of: Data("kernels\u{12}".utf8)) != nil)
    // What has no place for it bears it as an attribute, where the file system keeps any.
    for name in ["metrics.csv", "scores.csv"] where Imprint(of: path(name)) != nil {
      #expect(try Origin.entries(of: path(name)).contains(expected), "\(name)")
    }
  }

  private func imagesForOthersAreWhatTheNetworkReads() throws {
    let images = path("images.safetensors")
    try run(
      "export", path("model.safetensors"), "--cutouts=\(path("cutouts"))", "--count=5",
      "--out=\(images)")
    let file = try SafetensorsFile(reading: images)
    #expect(file.metadata["axes"] == "image, channel, y, x")
    #expect(file.metadata["channels"] == "stack,u,g,r,i,z")
    let tensor = try file.tensor("images")
    let set = try CutoutSet(opening: path("cutouts"))
    let stretch = try Stretch(.matched, fittedTo: set)
    let batch = try StretchedCutouts(set, stretch: stretch).images(0..<5)
    let (side, channels) = (batch.shape[1], batch.shape[3])
    #expect(tensor.shape == [5, channels, side, side])
    for (image, channel, y, x) in [(0, 0, 0, 0), (4, 5, side / 2, side / 2 - 1), (2, 3, 9, 30)] {
      #expect(tensor[image, channel, y, x] == batch[image, y, x, channel])
    }
    #expect(
      failure("export", path("model.safetensors"), "--out=\(images)")
        == "An --out of .safetensors needs the --cutouts that are written as a network reads them.")
    let onnx = try Data(contentsOf: URL(fileURLWithPath: path("model.onnx")))
    let words = "images [image, 6, 64, 64], stretched already"
    #expect(onnx.range(of: Data(words.utf8)) != nil)
  }

  private func codesOfAnotherModelAreRefused() throws {
    try run(
      "pretrain", path("cutouts"), "--out=\(path("other.safetensors"))", "--epochs=1",
      "--batch-size=16", "--code=6", "--seed=2", "--metrics=\(path("other.csv"))")
    let message = failure(
      "plot", "histograms", path("other.safetensors"), path("cutouts"), path("codes.fits"),
      "--out=\(path("wrong.png"))")
    #expect(message.contains("codes.fits"), "\(message)")
    #expect(!FileManager.default.fileExists(atPath: path("wrong.png")))
  }

  private func catalogsOfAnotherSkyAreRefused() throws {
    let elsewhere = path("elsewhere.csv")
    try "ra,dec,class\n1,-80,STAR\n2,-80,GALAXY\n"
      .write(toFile: elsewhere, atomically: true, encoding: .utf8)
    let message = failure(
      "evaluate", path("clusters.fits"), "--catalog=\(elsewhere)", "--out=\(path("no.json"))")
    #expect(message.contains("none of the 2 labelled sources of \(elsewhere) lies within 1.0″"))
    #expect(message.hasSuffix("or widen --radius"))
    #expect(!FileManager.default.fileExists(atPath: path("no.json")))
  }

  @Test func aTableThatIsNoneOfOursIsExplained() throws {
    try prepareCutouts()
    let message = failure("cluster", path("frames/frame-r-\(try fieldName()).fits"))
    #expect(
      message.hasSuffix("it holds no table called CODES; `galaxy-aep encode` writes one"),
      "\(message)")
  }

  @Test func aFailedIngestLeavesNothing() throws {
    try run(
      "simulate", "--fields=1", "--seed=3", "--width=256", "--height=256",
      "--out=\(path("frames"))")
    let elsewhere = path("elsewhere.csv")
    try "ra,dec\n1,-80\n".write(toFile: elsewhere, atomically: true, encoding: .utf8)
    let message = failure(
      "ingest", path("frames"), "--catalog=\(elsewhere)", "--out=\(path("cutouts"))")
    #expect(
      message
        == "none of the 1 positions of the catalog \(elsewhere) lies in the 1 field given; check "
        + "that both are of the same piece of sky")
    #expect(!FileManager.default.fileExists(atPath: path("cutouts")))
  }

  @Test func impossibleSettingsAreExplained() throws {
    try prepareCutouts()
    let message = failure(
      "pretrain", path("cutouts"), "--out=\(path("model.safetensors"))", "--epochs=0")
    #expect(message == "cannot train with the epochs 0: it must be at least 1 and at most 1000000")
  }

  @Test func anEmptyFolderIsNoCutoutSet() throws {
    try Folder.create(path("nothing"))
    let message = failure("pretrain", path("nothing"))
    #expect(
      message
        == "the folder \(path("nothing")) holds no cutouts (no cutouts-00000.fits); make a cutout "
        + "set with galaxy-aep ingest")
  }

  // MARK: Running commands

  private func prepareCutouts() throws {
    try run(
      "simulate", "--fields=1", "--seed=3", "--width=512", "--height=512",
      "--out=\(path("frames"))")
    try run("ingest", path("frames"), "--out=\(path("cutouts"))")
  }

  private func fieldName() throws -> String {
    let names = try Folder.names(in: path("frames"))
    let frame = try #require(names.first { $0.hasPrefix("frame-r-") })
    return String(frame.dropFirst("frame-r-".count).dropLast(".fits".count))
  }
}
