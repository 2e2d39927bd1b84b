import Commands
import Files
import Foundation
import Pipelines
import Reports
import Tensors
import Testing

/// Nothing is written over an input, or over what another command made.
@Suite final class OutputGuardTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  init() throws {
    try run(
      "simulate", "--fields=1", "--seed=6", "--width=256", "--height=256", "--out=\(path("frames"))"
    )
    try run("ingest", path("frames"), "--size=32", "--out=\(path("set"))")
    try run(
      "pretrain", path("set"), "--architecture=linear", "--code=3", "--out=\(path("m.safetensors"))"
    )
    try run("encode", path("m.safetensors"), path("set"), "--out=\(path("codes.fits"))")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path(name)))
  }

  @Test func inputsStay() throws {
    let (codes, model) = (try bytes("codes.fits"), try bytes("m.safetensors"))
    try FileManager.default.createSymbolicLink(
      atPath: path("link.fits"), withDestinationPath: path("codes.fits"))
    for name in ["codes.fits", "link.fits"] {
      #expect(
        failure("cluster", path("codes.fits"), "--clusters=4", "--out=\(path(name))", "--overwrite")
          == "cannot write \(path(name)): `galaxy-aep cluster` reads it; choose another name for the "
          + "result")
    }
    #expect(
      failure("encode", path("m.safetensors"), path("set"), "--out=\(path("m.safetensors"))")
        .hasPrefix("cannot write \(path("m.safetensors")): `galaxy-aep encode` reads it"))
    #expect(try bytes("codes.fits") == codes)
    #expect(try bytes("m.safetensors") == model)
  }

  @Test func whatOthersMadeStays() throws {
    let codes = try bytes("codes.fits")
    try run("cluster", path("codes.fits"), "--clusters=4", "--out=\(path("clusters.fits"))")
    // Its own result is replaced without ado.
    try run("cluster", path("codes.fits"), "--clusters=5", "--out=\(path("clusters.fits"))")
    #expect(
      failure("classify", path("clusters.fits"), "--out=\(path("codes.fits"))")
        == "cannot write \(path("codes.fits")): `galaxy-aep encode` made what is there; choose "
        + "another name, or add --overwrite")
    #expect(try bytes("codes.fits") == codes)
    try "mine".write(toFile: path("codes.csv"), atomically: true, encoding: .utf8)
    #expect(
      failure(
        "compare", "skies", path("m.safetensors"), path("set"), path("codes.fits"), "--clusters=3",
        "--out=\(path("codes.csv"))")
        == "cannot write \(path("codes.csv")): a file of that name is there and does not say that "
        + "`galaxy-aep compare skies` made it; choose another name, or add --overwrite")
    #expect(try bytes("codes.csv") == Data("mine".utf8))
    try run("classify", path("clusters.fits"), "--out=\(path("codes.csv"))", "--overwrite")
    #expect(try bytes("codes.csv").starts(with: Data("SIMPLE".utf8)))
  }

  @Test func aFinishedModelStays() throws {
    let model = path("m.safetensors")
    let words = ["pretrain", path("set"), "--architecture=linear"]
    let message = failure(words + ["--code=2", "--out=\(model)"])
    #expect(
      message.hasPrefix(
        "cannot write \(model): it holds a finished model of another command line (galaxy-aep "
          + "pretrain "), "\(message)")
    // The very same command may make the very same model again.
    try run(words + ["--code=3", "--out=\(model)"])
    try run(words + ["--code=2", "--out=\(model)", "--overwrite"])
  }

  @Test func aStoppedTrainingStays() throws {
    try Data("stopped".utf8).write(to: URL(fileURLWithPath: path("new.checkpoint.safetensors")))
    #expect(
      failure("pretrain", path("set"), "--epochs=1", "--out=\(path("new.safetensors"))")
        == "cannot begin anew: \(path("new.checkpoint.safetensors")) holds a training that was "
        + "stopped; go on with it by --resume, or drop it by --overwrite")
    #expect(try bytes("new.checkpoint.safetensors") == Data("stopped".utf8))
  }

  @Test func aStoppedTrainingGoesOnAsItSays() throws {
    try Data("stopped".utf8).write(to: URL(fileURLWithPath: path("new.checkpoint.safetensors")))
    try Data("epoch".utf8).write(to: URL(fileURLWithPath: path("new-metrics.csv")))
    // It gets as far as its checkpoint, which is none.
    #expect(
      failure("pretrain", path("set"), "--resume", "--out=\(path("new.safetensors"))")
        .contains(path("new.checkpoint.safetensors")))
    #expect(
      !failure("pretrain", path("set"), "--resume", "--out=\(path("new.safetensors"))")
        .contains("metrics.csv"))
  }

  @Test func whatLiesInASetIsAnInputToo() throws {
    let shard = "\(path("set"))/cutouts-00000.fits"
    for words in [["encode", path("m.safetensors"), path("set")], ["pretrain", path("set")]] {
      #expect(
        failure(words + ["--out=\(shard)", "--overwrite"])
          == "cannot write \(shard): `galaxy-aep \(words[0])` reads it; choose another name for the "
          + "result")
    }
  }

  @Test func whatLiesAmongMapsIsAnInputToo() throws {
    let map = "\(folder)/maps/map-1.fits"
    try FileManager.default.createDirectory(
      atPath: "\(folder)/maps", withIntermediateDirectories: true)
    try Data("a map".utf8).write(to: URL(fileURLWithPath: map))
    for option in ["--labels", "--pseudo-labels"] {
      let words = [
        "teach", "segmentation", path("m.safetensors"), path("frames"), "--labels=x", option,
        "\(folder)/maps", "--out=\(map)", "--overwrite",
      ]
      #expect(
        failure(words)
          == "cannot write \(map): `galaxy-aep teach segmentation` reads it; choose another name for the result"
      )
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: map)) == Data("a map".utf8))
  }

  @Test func pseudoLabelsAreWantedWhole() throws {
    let words = [
      "teach", "segmentation", path("m.safetensors"), path("frames"), "--labels=x",
      "--out=s.safetensors",
    ]
    #expect(
      failure(words + ["--pseudo-labelled=9"])
        == "--pseudo-labelled counts tiles of --pseudo-labels: give these, too.")
    #expect(
      failure(words + ["--pseudo-labels=x"])
        == "x cannot be labels and pseudo-labels at once: leave it out of one of them.")
    #expect(
      failure(words + ["--pseudo-labels=y", "--validation=0.1"])
        == "With --pseudo-labels no tiles are held out, as labelled ones are shown many times: leave out --validation."
    )
  }

  /// A folder of frames may hold the cutouts made of them.
  @Test func cutoutsBesideTheirFramesGoOn() throws {
    for _ in 1...2 {
      try run("ingest", path("frames"), "--size=32", "--out=\(path("frames"))/cutouts")
    }
  }

  @Test func twoResultsNeedTwoNames() throws {
    let twin = path("twin.safetensors")
    #expect(
      failure("pretrain", path("set"), "--out=\(twin)", "--metrics=\(folder)/./twin.safetensors")
        == "cannot write \(folder)/./twin.safetensors: two results of `galaxy-aep pretrain` would have "
        + "that name; choose another for one of them")
    #expect(!FileManager.default.fileExists(atPath: twin))
  }

  @Test func theTruthOfAnotherSimulationStays() throws {
    try Folder.create(path("mine"))
    try Data("mine".utf8).write(to: URL(fileURLWithPath: path("mine/truth.csv")))
    #expect(
      failure("simulate", "--fields=1", "--width=128", "--height=128", "--out=\(path("mine"))")
        .hasPrefix("cannot write \(path("mine"))/truth.csv: a file of that name is there"))
    #expect(try bytes("mine/truth.csv") == Data("mine".utf8))
  }

  /// Reports, regions and VOTables say who made them, and may be made again.
  @Test func textsOfOursAreMadeAgain() throws {
    try run("cluster", path("codes.fits"), "--clusters=4", "--out=\(path("clusters.fits"))")
    for name in ["stars.reg", "scores.vot"] {
      for _ in 1...2 { try run("export", path("clusters.fits"), "--out=\(path(name))") }
    }
    for _ in 1...2 { try run("report", folder, "--cutouts=2") }
    #expect(
      failure("export", path("clusters.fits"), "--format=csv", "--out=\(path("report.html"))")
        == "cannot write \(path("report.html")): `galaxy-aep report` made what is there; choose "
        + "another name, or add --overwrite")
  }

  /// Where files can bear who made them, formats without a place for it are made again too.
  @Test func whatCannotSayBearsIt() throws {
    let csv = path("codes-again.csv")
    try run("export", path("codes.fits"), "--out=\(csv)")
    guard Imprint(of: csv) != nil else { return }
    #expect(Imprint(of: csv)?.made.step == "export")
    #expect(Imprint(of: csv)?.made.kernels == Processor.kernels)
    let told = try FileFacts(of: csv).lines
    #expect(told.contains("  Kernels   \(Processor.kernels)"), "\(told)")
    try run("export", path("codes.fits"), "--out=\(csv)")
    for _ in 1...2 { try run("plot", "map", path("codes.fits"), "--out=\(path("map.pdf"))") }
    // What somebody changed is somebody's.
    var text = try String(contentsOfFile: csv, encoding: .utf8)
    text += "mine\n"
    try text.write(toFile: csv, atomically: false, encoding: .utf8)
    #expect(Imprint(of: csv) == nil)
    #expect(
      failure("export", path("codes.fits"), "--out=\(csv)")
        == "cannot write \(csv): a file of that name is there and does not say that `galaxy-aep export` "
        + "made it; choose another name, or add --overwrite")
    #expect(try String(contentsOfFile: csv, encoding: .utf8) == text)
  }

  @Test func framesOfOtherSettingsStay() throws {
    func words(_ seed: Int) -> [String] {
      [
        "simulate", "--fields=1", "--seed=\(seed)", "--width=256", "--height=256",
        "--out=\(path("frames"))",
      ]
    }
    #expect(
      failure(words(7)).hasPrefix(
        "cannot write frames into \(path("frames")): it holds those of another command line "
          + "(galaxy-aep simulate "))
    try run(words(6))
    try run(words(7) + ["--overwrite"])
  }

  private func failure(_ arguments: [String]) -> String {
    do {
      try run(arguments)
      return ""
    } catch {
      return GalaxyAEP.message(for: error)
    }
  }
}
