import Catalogs
import FITS
import Files
import Foundation
import Ingestion
import Tensors
import TestSupport
import Testing

@Suite struct IngestFailureTests {
  private func failure(
    _ files: [String], out: String, catalog: SkyCatalog? = nil,
    _ change: (inout IngestSettings) -> Void = { _ in }
  ) -> String {
    var settings = IngestSettings()
    settings.size = 32
    change(&settings)
    return sentence {
      _ = try Ingestion(
        settings, catalog: catalog, out: out, provenance: Provenance(command: "galaxy-aep ingest")
      ).run(files: files)
    }
  }

  @Test func brokenFramesAreNamedAndNothingIsWritten() throws {
    try withTemporaryFolder { folder in
      let paths = try PaintedSky.crowd(3, 2).write(to: folder)
      let whole = try Data(contentsOf: URL(fileURLWithPath: paths[3]))
      let wrecks: [Data] = [
        Data(), Data("hello, this is no frame".utf8), whole.prefix(1000), whole.prefix(50_000),
      ]
      for wreck in wrecks {
        try wreck.write(to: URL(fileURLWithPath: paths[3]))
        let text = failure([folder], out: "\(folder)/cutouts")
        #expect(text.hasPrefix("cannot read \(paths[3]): "), "\(text)")
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/cutouts")
        #expect(left.isEmpty)
      }
    }
  }

  @Test func aBlankBandIsNamed() throws {
    try withTemporaryFolder { folder in
      var sky = PaintedSky.crowd(3, 2)
      sky.holes = [("i", 0..<200, 0..<160)]
      try sky.write(to: folder)
      #expect(
        failure([folder], out: "\(folder)/cutouts")
          == "cannot measure the noise of band i of field 000094-2-0017: its pixels are all "
          + "missing or all alike; leave this frame out")
    }
  }

  @Test func framesWithoutPlanesOrWorldCoordinatesGetSentences() throws {
    try withTemporaryFolder { folder in
      let sky = PaintedSky.crowd(3, 2)
      let paths = try sky.write(to: folder)
      var document = FITSDocument()
      document.add(header: sky.header("g"))
      try document.write(to: paths[1])
      #expect(
        failure([folder], out: "\(folder)/cutouts")
          == "cannot read band g of field 000094-2-0017: \(paths[1]) holds no image of two axes; "
          + "give the survey's frame")
      document = FITSDocument()
      let plane = sky.plane("g")
      document.add(Image(shape: [plane.height, plane.width], pixels: plane.pixels))
      try document.write(to: paths[1])
      let text = failure([folder], out: "\(folder)/cutouts")
      #expect(
        text.hasPrefix("cannot place band g of field 000094-2-0017 (\(paths[1])) on the sky: "))
    }
  }

  @Test func aRenamedFrameIsFoundOut() throws {
    try withTemporaryFolder { folder in
      let paths = try PaintedSky.crowd(3, 2).write(to: folder)
      try FileManager.default.removeItem(atPath: paths[4])
      try FileManager.default.copyItem(atPath: paths[1], toPath: paths[4])
      #expect(
        failure([folder], out: "\(folder)/cutouts")
          == "cannot use \(paths[4]) as band z of field 000094-2-0017: its header says FILTER = "
          + "'g'; was the file renamed? Fetch it again")
    }
  }

  @Test func emptyResultsGetSentences() throws {
    try withTemporaryFolder { folder in
      var sky = PaintedSky()
      try sky.write(to: folder)
      #expect(
        failure([folder], out: "\(folder)/cutouts") { $0.detection.threshold = 50 }
          == "no source was found in the 1 field given; lower the detection threshold or give "
          + "other frames")
      sky.stars = [.init(x: 2, y: 2)]
      try sky.write(to: folder)
      #expect(
        failure([folder], out: "\(folder)/cutouts") { $0.detection.threshold = 50 }
          == "none of the 1 sources in the 1 field given has a whole cutout of 32×32 pixels; "
          + "choose a smaller size or other frames")
    }
  }

  @Test(arguments: [
    (["g", "g"], "r", 64, "cannot ingest bands g,g: name 1 to 10 different ones"),
    ([], "r", 64, "cannot ingest bands : name 1 to 10 different ones"),
    (
      ["g", "i"], "r", 64,
      "positions and magnitudes are to be those of band r, which is not among the bands g,i; add it or choose "
        + "another"
    ),
    (["r"], "r", 63, "cannot cut 63×63 pixels; choose an even size of 8 to 512"),
  ])
  func impossibleSettingsGetSentences(
    bands: [String], reference: String, size: Int, expected: String
  ) {
    let text = failure([], out: "/nonexistent") {
      $0.bands = bands
      $0.reference = reference
      $0.size = size
    }
    #expect(text == expected)
  }

  @Test func aFileInTheWayOfTheFolderGetsASentence() throws {
    try withTemporaryFolder { folder in
      try PaintedSky.crowd(3, 2).write(to: folder)
      try Data([1]).write(to: URL(fileURLWithPath: "\(folder)/taken"))
      #expect(
        failure([folder], out: "\(folder)/taken")
          == "cannot create the folder \(folder)/taken: a file of that name is in the way; choose "
          + "another")
    }
  }
}
