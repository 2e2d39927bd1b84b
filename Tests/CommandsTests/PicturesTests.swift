import ArgumentParser
import Commands
import Console
import FITS
import Foundation
import Labels
import Testing

/// Pictures through the same commands as the sky, from IDX files to clusters and classifiers.
@Suite(.serialized) final class PicturesTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write(count: 90, as: "train")
    try write(count: 45, as: "t10k")
    try run(
      ["ingest", "--dataset=mnist", "--out=\(path("set"))", "--labels=\(path("labels.csv"))"]
        + ["train", "t10k"].flatMap {
          [path("\($0)-images-idx3-ubyte"), path("\($0)-labels-idx1-ubyte")]
        })
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func componentsEmbeddedAndGroupedAreJudged() throws {
    try pretrain("--architecture=linear", "--code=6", as: "pca")
    try encode("pca")
    for seed in 1...8 {
      try run(
        "embed", path("pca.fits"), "--dimensions=2", "--neighbours=15", "--epochs=100",
        "--seed=\(seed)", "--out=\(path("places.fits"))")
      try run(
        "cluster", path("places.fits"), "--unscaled", "--clusters=3", "--seed=\(seed)",
        "--out=\(path("groups.fits"))")
      try run(
        "evaluate", path("groups.fits"), "--labels=\(path("labels.csv"))", "--only=t10k",
        "--out=\(path("groups.json"))")
      let judged = try json("groups.json")
      #expect(judged["images"] as? Int == 45)
      #expect(try #require(judged["accuracy"] as? Double) > 0.97, "seed \(seed)")
    }
    try run(
      "encode", path("pca.safetensors"), path("set"), "--no-symmetries", "--directions",
      "--out=\(path("directions.fits"))")
    for source in ["places.fits", "pca.fits", "directions.fits", "set"] {
      try run(
        "teach", "probe", path(source), "--labels=\(path("labels.csv"))", "--labelled=12",
        "--draws=3",
        "--out=\(path("probe.json"))")
      #expect(try mean(of: 0) > 0.8)
    }
  }

  @Test func labelsOfAnyNumberTeachEveryLearner() throws {
    try pretrain("--architecture=linear", "--code=4", as: "pca")
    try encode("pca")
    for learner in ["knn", "logistic", "xgboost"] {
      try run(
        "teach", "probe", path("pca.fits"), "--labels=\(path("labels.csv"))",
        "--labelled=15,1000,0",
        "--with=\(learner)", "--neighbours=0", "--draws=2", "--out=\(path("probe.json"))")
      let rows = try #require(try json("probe.json")["rows"] as? [[String: Any]])
      #expect(rows.map { $0["labels"] as? Int } == [15, 90])
      #expect((rows[0]["scores"] as? [Double])?.count == 2)
      #expect((rows[1]["scores"] as? [Double])?.count == 1)
      #expect(try mean(of: 1) > 0.9)
      try run("plot", "learning", path("probe.json"), "--out=\(path("\(learner).png"))")
      #expect(FileManager.default.fileExists(atPath: path("\(learner).png")))
    }
    let areas = try String(contentsOfFile: path("probe.json"), encoding: .utf8)
      .replacingOccurrences(of: "\"accuracy\"", with: "\"AUC\"")
    try areas.write(toFile: path("areas.json"), atomically: true, encoding: .utf8)
    #expect(
      failure(
        "plot", "learning", path("probe.json"), path("areas.json"), "--out=\(path("no.png"))")
        == "cannot plot results of AUC and accuracy on one axis; plot them apart")
  }

  /// What is judged is classified as well as the probe says, and nothing by its own label.
  @Test func labelsClassifyWhatHasNone() throws {
    try pretrain("--architecture=linear", "--code=4", as: "pca")
    try encode("pca")
    func classes() throws -> [String: String] {
      try run(
        "classify", path("pca.fits"), "--labels=\(path("labels.csv"))", "--with=knn",
        "--out=\(path("classes.fits"))")
      let table = try FITSFile(reading: path("classes.fits")).table(of: 1)
      let (ids, found) = (table["ID"]?.strings ?? [], table["CLASS"]?.strings ?? [])
      return Dictionary(uniqueKeysWithValues: zip(ids, found))
    }
    let labels = try ClassLabels(reading: path("labels.csv"))
    let found = try classes()
    #expect(found.count == 135)
    let right = found.count { labels[$0.key].map { labels.names[$0] } == $0.value }
    #expect(right > 120)
    // With a wrong label the answer to it stays what the others taught.
    let text = try String(contentsOfFile: path("labels.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    let first = lines[1].split(separator: ",").map(String.init)
    let other = try #require(labels.names.first { $0 != first[1] })
    try ([lines[0], "\(first[0]),\(other)"] + lines[2...]).joined(separator: "\n")
      .write(toFile: path("labels.csv"), atomically: true, encoding: .utf8)
    #expect(try classes()[first[0]] == found[first[0]])
    try text.write(toFile: path("labels.csv"), atomically: true, encoding: .utf8)
  }

  private func mean(of row: Int) throws -> Double {
    let rows = try #require(try json("probe.json")["rows"] as? [[String: Any]])
    return try #require(rows[row]["mean"] as? Double)
  }

  @Test(arguments: [
    ["naive"], ["naive", "--loss=squared-error"], ["naive", "--precision=bfloat16"],
    ["denoising", "--corruption=salt-and-pepper"],
    ["sparse", "--sparsity=kl"],
    ["redundant"], ["overcomplete", "--code=200"], ["variational", "--beta=0.5"], ["adversarial"],
    ["consistent", "--view-deformation=0.5", "--temperature=0.3"],
  ])
  func everyVariantGoesTheWholeWay(words: [String]) throws {
    try pretrain(
      ["--architecture=mnist", "--variant=\(words[0])", "--code=8"] + words.dropFirst(),
      as: "model")
    try encode("model")
    let figure = path("restored.png")
    try run(
      "plot", "reconstructions", path("model.safetensors"), path("set"), "--only=t10k",
      "--corruption=masking", "--out=\(figure)")
    #expect(FileManager.default.fileExists(atPath: figure))
  }

  @Test(arguments: ["frozen", "tuned", "random"])
  func aClassifierLearnsFromLabels(start: String) throws {
    try pretrain("--architecture=dense", "--code=8", as: "model")
    try run(
      "teach", "finetune", path("model.safetensors"), path("set"), "--labels=\(path("labels.csv"))",
      "--labelled-fraction=0.5", "--from=\(start)", "--epochs=40", "--batch-size=8",
      "--learning-rate=0.01", "--deform=0.1", "--label-smoothing=0.05", "--averaging=0.9",
      "--results=\(path("result.json"))", "--out=\(path("classifier.safetensors"))")
    let result = try json("result.json")
    #expect(result["start"] as? String == start && result["labels"] as? Int == 45)
    #expect(try #require(result["accuracy"] as? Double) > 40.0 / 45)
    try run("plot", "learning", path("result.json"), "--out=\(path("learning.png"))")
    let lines = try String(contentsOfFile: path("confusion.csv"), encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    #expect(lines[0] == ["true\\predicted", "0", "1", "2"])
    let right = (1...3).reduce(0) { $0 + (Int(lines[$1][$1]) ?? 0) }
    #expect(right > 40, "\(lines)")
    try run(
      "plot", "confusion", path("confusion.csv"), "--out=\(path("confusion.png"))")
    try run("info", "--layers", path("classifier.safetensors"))
    #expect(
      failure("encode", path("classifier.safetensors"), path("set"))
        .contains("as an autoencoder: it holds a classifier"))
  }

  @Test func mistakesGetSentences() throws {
    try pretrain("--architecture=linear", "--code=3", as: "pca")
    try encode("pca")
    let labels = "--labels=\(path("labels.csv"))"
    #expect(
      failure("teach", "probe", path("pca.fits"), labels, "--judge=nowhere")
        == "cannot learn from \(path("pca.fits")): 135 labelled images are not of nowhere and 0 "
        + "are; both are needed, to learn from and to be judged on: choose the file that is judged "
        + "with --judge")
    #expect(
      failure("teach", "probe", path("pca.fits"), labels, "--labelled=91")
        == "cannot draw 91 labels: there are 90 to learn from, and 2 are needed")
    #expect(
      failure("teach", "probe", path("pca.fits"))
        .contains("Give either --labels, for pictures, or --catalog, for the sky."))
    #expect(
      failure("teach", "probe", path("pca.fits"), labels, "--labelled=a")
        .contains("--labelled is a: give numbers such as 50,200,0"))
    #expect(
      failure("plot", "learning", path("labels.csv"), "--out=\(path("x.png"))")
        == "cannot use \(path("labels.csv")): it is no result of learning from labels; `galaxy-aep "
        + "teach finetune --results` and `galaxy-aep teach probe --out` write such files")
    #expect(
      failure(
        "teach", "finetune", path("pca.safetensors"), path("set"), labels, "--label-smoothing=1"
      )
      .contains("--label-smoothing is 1.0: it must lie between 0 and 0.5"))
    #expect(
      failure("evaluate", path("pca.fits")).contains("Missing expected argument '--catalog"))
    #expect(
      failure("plot", "confusion", path("labels.csv"), "--out=\(path("x.png"))")
        == "cannot plot \(path("labels.csv")): it is no table of counts with a row and a column for "
        + "every class; `galaxy-aep teach finetune` writes such files")
    #expect(
      failure("teach", "finetune", path("pca.safetensors"), path("set"), labels, "--hidden=a")
        == "cannot use --hidden a: give widths such as 16,16")
    #expect(
      failure(
        "pretrain", path("set"), "--variant=redundant", "--code-dropout=2",
        "--out=\(path("no.safetensors"))")
        == "cannot train the redundant variant with a code dropout of 2.0: it must lie between 0.0 "
        + "and 0.99")
    #expect(!FileManager.default.fileExists(atPath: path("no.safetensors")))
  }

  /// Everything that shows what a network does, on the variants it is about.
  @Test func whatANetworkDoesIsShown() throws {
    try pretrain("--architecture=mnist", "--code=6", "--images=60", as: "naive")
    try pretrain(
      "--architecture=mnist", "--variant=variational", "--code=6",
      "--spreads=\(path("spreads.safetensors"))", as: "vae")
    try pretrain("--architecture=linear", "--code=6", "--images=60", as: "pca")
    for name in ["naive", "vae", "spreads"] { try encode(name) }
    func model(_ name: String) -> String { path("\(name).safetensors") }
    let figures: [[String]] = [
      ["filters", model("naive"), model("vae"), "--layer=2"],
      ["filters", model("pca"), "--strongest", "--count=3"],
      ["activations", model("naive"), path("set"), "--image=t10k-00003"],
      ["units", model("naive"), path("set"), "--steps=5", "--count=3"],
      ["samples", model("vae"), model("naive"), "--count=10"],
      ["traversals", model("vae"), path("vae.fits"), "--units=3"],
      ["traversals", model("naive"), path("naive.fits"), "--image=t10k-00003"],
      ["prior", path("vae.fits"), "--spreads=\(path("spreads.fits"))"],
      ["prior", path("naive.fits"), "--units=3"],
      ["reconstructions", model("pca"), model("naive"), path("set")],
    ]
    for (number, words) in figures.enumerated() {
      let figure = path("\(number).png")
      try run(["plot"] + words + ["--out=\(figure)"])
      #expect(FileManager.default.fileExists(atPath: figure), "\(words)")
    }
  }

  @Test func modelsAreCompared() throws {
    for seed in 1...2 {
      try pretrain("--architecture=mnist", "--code=6", "--seed=\(seed)", as: "naive-\(seed)")
      try encode("naive-\(seed)")
      try run(
        "teach", "probe", path("naive-\(seed).fits"), "--labels=\(path("labels.csv"))",
        "--labelled=12",
        "--draws=3", "--out=\(path("naive-\(seed).json"))")
    }
    let models = ["naive-1", "naive-2"].map { path("\($0).safetensors") }
    try run(
      ["compare", "models", path("set")] + models
        + ["--probes=\(folder)", "--out=\(path("table.csv"))", "--json=\(path("table.json"))"])
    let data = try Data(contentsOf: URL(fileURLWithPath: path("table.json")))
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(rows.count == 1)
    #expect(rows[0]["model"] as? String == "naive" && rows[0]["seeds"] as? Int == 2)
    let accuracy = try #require(rows[0]["accuracy"] as? Double)
    let single = try (1...2).map { seed in
      let rows = try #require(try json("naive-\(seed).json")["rows"] as? [[String: Any]])
      return try #require(rows[0]["mean"] as? Double)
    }
    #expect(abs(accuracy - (single[0] + single[1]) / 2) < 1e-9)
    #expect(
      try String(contentsOfFile: path("table.csv"), encoding: .utf8).split(separator: "\n").count
        == 2)
    #expect(
      failure("compare", "models", path("set"), models[0], "--evaluations=\(folder)/none")
        == "cannot compare: there is no \(folder)/none/naive-1.json; `galaxy-aep evaluate … --out "
        + "\(folder)/none/naive-1.json` writes it")
    #expect(
      failure("compare", "models", path("set"), models[0], "--evaluations=\(folder)")
        == "cannot compare by \(folder)/naive-1.json: it is no result of `galaxy-aep evaluate`; "
        + "write it again")
  }

  @Test func mistakesInLookingGetSentences() throws {
    try pretrain("--architecture=mnist", "--code=6", as: "naive")
    try pretrain("--architecture=mnist", "--code=5", as: "other")
    for name in ["naive", "other"] { try encode(name) }
    let (model, set, out) = (path("naive.safetensors"), path("set"), "--out=\(path("x.png"))")
    #expect(
      failure("plot", "filters", model, "--layer=4", out)
        == "cannot look at layer 4: the encoder has the layers 1 to 3 with weights")
    #expect(
      failure("plot", "filters", model, "--band=r", out)
        == "cannot show band r: the model \(model) reads grey")
    #expect(
      failure("plot", "activations", model, set, "--image=nobody", out)
        == "cannot show the image nobody: \(set) holds none of that name")
    #expect(
      failure("plot", "activations", model, set, "--layers=1,3", out)
        == "cannot show the activations of layer 3 of \(model): it makes 6 numbers and no maps; "
        + "`galaxy-aep plot units` shows what they stand for")
    #expect(
      failure("plot", "activations", model, set, "--layers=one", out)
        == "cannot use --layers one: give numbers such as 1,2")
    #expect(
      failure("plot", "traversals", model, path("naive.fits"), "--image=nobody", out)
        == "cannot start from nobody: \(path("naive.fits")) holds no image of that name")
    #expect(
      failure("plot", "prior", path("naive.fits"), "--spreads=\(path("other.fits"))", out)
        == "cannot use the spreads of \(path("other.fits")) with \(path("naive.fits")): they are not "
        + "of the same images and units; encode the same set with both models")
    #expect(
      failure("pretrain", set, "--spreads=\(path("s.safetensors"))")
        .contains("--spreads needs a code with a spread: --variant variational."))
    #expect(
      failure("pretrain", set, "--images=136", "--out=\(path("no.safetensors"))")
        == "cannot draw 136 images of \(set): it holds 135, and 2 are needed")
    #expect(!FileManager.default.fileExists(atPath: path("x.png")))
  }

  @Test func patchesAreTrainedOn() throws {
    try run(
      "patches", path("set"), "--size=6", "--count=100", "--contrast=0.1",
      "--out=\(path("patches"))")
    for (name, words) in [
      ("sparse", ["--variant=sparse"]), ("denoising", ["--variant=denoising"]),
    ] {
      try run(
        ["pretrain", path("patches"), "--architecture=shallow", "--code=40", "--epochs=2"] + words
          + ["--out=\(path("\(name).safetensors"))"])
    }
    let figure = path("filters.png")
    try run(
      "plot", "filters", path("sparse.safetensors"), path("denoising.safetensors"),
      "--out=\(figure)")
    #expect(FileManager.default.fileExists(atPath: figure))
  }

  // MARK: Making

  /// Bars of any brightness that lie, stand or lean, on 12×12 pixels.
  private func write(count: Int, as name: String) throws {
    var images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 12, 0, 0, 0, 12]
    var labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, UInt8(count)]
    for number in 0..<count {
      let (kind, place, light) = (number % 3, 5, 120 + number * 37 % 100)
      labels.append(UInt8(kind))
      for y in 0..<12 {
        for x in 0..<12 {
          let across = kind == 0 ? y : kind == 1 ? x : (x + y) / 2
          let isBar = abs(across - place) < 2 && (2...9).contains(x) && (2...9).contains(y)
          images.append(
            isBar ? UInt8(light + (x * 7 + y * 5 + number) % 30) : UInt8((x + y + number) % 9))
        }
      }
    }
    try Data(images).write(to: URL(fileURLWithPath: path("\(name)-images-idx3-ubyte")))
    try Data(labels).write(to: URL(fileURLWithPath: path("\(name)-labels-idx1-ubyte")))
  }

  private func pretrain(_ words: String..., as name: String) throws {
    try pretrain(words, as: name)
  }

  private func pretrain(_ words: [String], as name: String) throws {
    try run(
      ["pretrain", path("set"), "--stretch=linear", "--no-symmetries", "--noise=0", "--epochs=3"]
        + ["--batch-size=16", "--out=\(path("\(name).safetensors"))"] + words)
  }

  private func encode(_ name: String) throws {
    try run(
      "encode", path("\(name).safetensors"), path("set"), "--no-symmetries",
      "--out=\(path("\(name).fits"))")
  }

  private func json(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path(name)))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }
}
