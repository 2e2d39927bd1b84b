import Files
import Foundation
import Networks
import TestSupport
import Testing

/// Where the cells of the last halving lie (`pretrain --grid`) follows from what the images show.
@Suite final class PretrainGridTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  init() throws {
    try Folder.create(path("frames"))
    try PaintedSky.crowd(6, 4).write(to: path("frames"))
    try run("ingest", path("frames"), "--out=\(path("cutouts"))")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Cutouts that fade have their source at the centre; others may show anything.
  @Test(
    arguments: [
      (["--stretch=peak", "--crop=16"], .centred), (["--stretch=peak", "--crop=24"], .corner),
      (["--stretch=asinh", "--crop=16"], .corner),
      (["--stretch=peak", "--crop=16", "--apodisation=0"], .corner),
      (["--stretch=peak", "--crop=16", "--grid=corner"], .corner),
      (["--stretch=asinh", "--crop=16", "--grid=centred"], .centred),
    ] as [([String], Architecture.Grid)])
  func cellsLieAroundASourceAtTheCentre(options: [String], grid: Architecture.Grid) throws {
    let model = path("model.safetensors")
    try run(
      ["pretrain", path("cutouts"), "--epochs=1", "--batch-size=8", "--code=3", "--out=\(model)"]
        + options)
    let found = try ModelFile.metadata(of: model).architecture
    let (size, bands) = (found.inputShape[0], found.inputShape[2])
    #expect(found == .aep(bands: bands, size: size, code: 3, grid: grid))
    try run("encode", model, path("cutouts"), "--out=\(path("codes.fits"))")
  }
}
