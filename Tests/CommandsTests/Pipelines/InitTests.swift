import Commands
import Files
import Foundation
import Pipelines
import TestSupport
import Testing

/// `galaxy-aep init`, on the frames of a small painted sky.
@Suite final class InitTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  init() throws {
    try Folder.create(path("frames"))
    try PaintedSky.crowd(6, 4).write(to: path("frames"))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  /// Two commands, as a user types them in the folder above the frames.
  @Test(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
  func itWritesTheWholeWayWithAWordOnEveryStep() throws {
    let result = try BuiltProgram.run(in: folder, "init", "frames")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(
      result.output == """
        found    1 field of sdss in u,g,r,i,z
        pixels   of 0.396″; a point is 1.13″ wide, 2.8 of them; cutouts of 64×64
        labels   none
        written  frames.yaml
        next     galaxy-aep run frames.yaml

        """)
    #expect(try text("frames.yaml") == Self.expected)
    let plan = try BuiltProgram.run(in: folder, "run", "frames.yaml", "--dry-run")
    #expect(plan.status == 0 && plan.errors.isEmpty, "\(plan.errors)")
    #expect(plan.output.hasPrefix("frames: 15 steps in \(folder)/runs/frames\n"), "\(plan.output)")
  }

  private static let expected = """
    # A first run on the frames in frames, as `galaxy-aep init` found them. Change what you like.
    #
    #     galaxy-aep run frames.yaml --dry-run     # what it would do, and about how long it takes
    #     galaxy-aep run frames.yaml               # results go to runs/frames, report.html is the first to read
    #
    # Found: 1 field of sdss in u,g,r,i,z. `galaxy-aep ingest frames --explain` tells what every file is taken for.
    # Light is brought to nanomaggies (AB).
    # Pixels of 0.396″; a point is 1.13″ wide, 2.8 of them (band r of 000094-2-0017).
    # Labels: none. With a catalog (ra, dec, class: STAR or GALAXY), `galaxy-aep init frames --catalog FILE` adds what
    # judges by it.
    name: frames
    steps:
      # Cuts every source out of every band. Sources are found in the sum of r and its neighbours and measured in r.
      # size: 19.5 widths of a point are 55 pixels; 64, the usual size, is near enough.
      - ingest: {inputs: $HERE/frames, bands: "u,g,r,i,z", reference-band: r, size: 64, out: cutouts, replace: true}
      # The autoencoder learns from all cutouts, without a label; then every cutout gets its code, and codes are put into
      # groups.
      # About 24 cutouts are expected: 30 epochs for a few thousand, 6 are enough for a hundred thousand.
      - pretrain: {inputs: cutouts, out: model.safetensors, epochs: 30, batch-size: 64, learning-rate: 0.002}
      - encode: {inputs: [model.safetensors, cutouts], out: codes.fits}
      - cluster: {inputs: codes.fits, runs: 5, out: clusters.fits}
      # Dimmed copies of each field's own bright stars teach how faint stars look there. Where fields have none, leave
      # these two steps and `injected` out.
      - ingest: {inputs: $HERE/frames, stars-of: codes.fits, bands: "u,g,r,i,z", reference-band: r, size: 64, out: stars, replace: true}
      - encode: {inputs: [model.safetensors, stars], out: stars.fits}
      # P_STAR, the probability of being a star, of every source.
      - classify: {inputs: clusters.fits, injected: stars.fits, out: scores.fits}
      # Figures, and all of it on one page.
      - plot loss: {inputs: metrics.csv, out: figures/loss.png}
      - plot cutouts: {inputs: cutouts, scores: scores.fits, out: figures/cutouts.png}
      - plot cutouts: {inputs: cutouts, scores: scores.fits, show: uncertain, out: figures/uncertain.png}
      - plot reconstructions: {inputs: [model.safetensors, cutouts], out: figures/reconstructions.png}
      - plot map: {inputs: codes.fits, scores: scores.fits, colour: score, out: figures/map.png}
      - plot sizes: {inputs: scores.fits, out: figures/sizes.png}
      - plot clusters: {inputs: [codes.fits, cutouts], scores: scores.fits, out: figures/clusters.png}
      - report: {inputs: .}

    """

  @Test func labelsBesideTheFramesJudge() throws {
    // Two of the labels lie on the frame, one lies elsewhere.
    try "ra,dec,class\n150.0,2.0,STAR\n150.001,2.001,GALAXY\n20,2,STAR\n"
      .write(toFile: path("frames/truth.csv"), atomically: true, encoding: .utf8)
    try "ra,dec,mag\n150.0,2.0,17\n"
      .write(toFile: path("frames/guide.csv"), atomically: true, encoding: .utf8)
    try run("init", path("frames"), "--out", path("first.yaml"))
    // The folder's name decides where lines are broken.
    let words = try text("first.yaml").replacing(folder, with: "FOLDER").replacing("\n#", with: "")
    #expect(
      words.contains(
        " Labels: FOLDER/frames/truth.csv has 2 stars and 1 galaxies, 2 of them on the fields. They judge; nothing "
          + "learns from them.\nname: first\n"), "\(words)")
    let judging = ["evaluate", "plot roc", "plot magnitudes", "plot reliability"].map {
      "  - \($0): {inputs: scores.fits, catalog: $HERE/frames/truth.csv, out: "
    }
    for line in judging { #expect(words.contains("\n" + line)) }
    try run(
      "init", path("frames"), "--out", path("other.yaml"), "--catalog", path("frames/truth.csv"),
      "--survey", "sdss")
    #expect(try text("other.yaml").contains("ingest: {inputs: $HERE/frames, survey: sdss, bands"))
    #expect(
      failure(
        "init", path("frames"), "--out", path("third.yaml"), "--catalog", path("frames/guide.csv")
      ).hasPrefix("the catalog \(path("frames/guide.csv")) has no column for the class"))
  }

  /// What cannot be read may be labels: it is no folder without any.
  @Test func aCatalogThatCannotBeReadIsNotTakenForNone() throws {
    try FileManager.default.createSymbolicLink(
      atPath: path("frames/truth.csv"), withDestinationPath: path("elsewhere.csv"))
    #expect(
      failure("init", path("frames"), "--out", path("first.yaml"))
        == "cannot read \(path("frames/truth.csv")): reading it failed; run the same command again")
    #expect(!FileManager.default.fileExists(atPath: path("first.yaml")))
  }

  /// Every step is one that `run` takes, with options that it knows and inputs that an earlier one makes.
  @Test func whatItWritesCanBeRun() throws {
    try run("init", path("frames"), "--out", path("first.yaml"))
    let pipeline = try Pipeline(contentsOf: path("first.yaml"))
    let paths = PathExpansion(data: "/nowhere", here: folder)
    var made: Set<String> = [path("frames"), "metrics.csv"]
    for step in pipeline.steps where step.title != "report" {
      let parsed = try GalaxyAEP.steps.parse(step.arguments(expanding: paths))
      for input in parsed.reads { #expect(made.contains(input.path), "\(step.title)") }
      made.formUnion(parsed.writes.map(\.path))
    }
    #expect(made.contains("scores.fits"))
  }

  /// From 50,000 cutouts on a network learns what is there and no noise, by small batches.
  @Test func manyCutoutsAreLearnedFromOtherwise() throws {
    try Folder.create(path("few"))
    let frames = try PaintedSky.crowd(12, 10).write(to: path("few"))
    try run("init", path("few"), "--out", path("few.yaml"))
    let few = try #require(
      try Pipeline(contentsOf: path("few.yaml")).steps.first { $0.title == "pretrain" })
    #expect(few.options.contains { $0.name == "batch-size" && $0.value == .text("64") })
    #expect(!few.options.contains { $0.name == "recorruption" })
    try Folder.create(path("many"))
    for (frame, band) in zip(frames, PaintedSky.bands) {
      for field in 1...700 {
        let name = "frame-\(band)-000094-2-\(String(format: "%04d", field)).fits"
        try FileManager.default.linkItem(atPath: frame, toPath: path("many/\(name)"))
      }
    }
    try run("init", path("many"), "--out", path("many.yaml"))
    let many = try #require(
      try Pipeline(contentsOf: path("many.yaml")).steps.first { $0.title == "pretrain" })
    #expect(many.options.contains { $0.name == "batch-size" && $0.value == .text("32") })
    #expect(many.options.contains { $0.name == "recorruption" && $0.value == .text("0.8") })
  }

  @Test func aFileThatIsThereStays() throws {
    let file = path("first.yaml")
    try run("init", path("frames"), "--out", file)
    let sentence =
      "cannot write \(file): a file of that name is there already, and may hold what you changed; choose "
      + "another name with --out"
    #expect(failure("init", path("frames"), "--out", file) == sentence)
    try "mine".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(failure("init", path("frames"), "--out", file).hasPrefix("cannot write \(file): "))
    #expect(try text("first.yaml") == "mine")
    try run("init", path("frames"), "--out", file, "--overwrite")
    #expect(try text("first.yaml").contains("name: first\n"))
  }

  @Test func folderNamesMayHoldAnything() throws {
    let odd = path("deep [1] it's")
    try FileManager.default.moveItem(atPath: path("frames"), toPath: odd)
    try run("init", odd, "--out", path("first.yaml"))
    let step = try #require(try Pipeline(contentsOf: path("first.yaml")).steps.first)
    let paths = PathExpansion(data: "/nowhere", here: folder)
    #expect(try step.arguments(expanding: paths).prefix(2) == ["ingest", odd])
  }

  @Test func whatIsNoFolderIsTold() {
    #expect(
      failure("init", path("absent"), "--out", path("x.yaml"))
        == "cannot look at the frames in \(path("absent")): there is no such folder")
  }
}
