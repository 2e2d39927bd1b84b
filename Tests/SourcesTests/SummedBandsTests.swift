import Cutouts
import FITS
import Files
import Frames
import Ingestion
import Planes
import Sky
import Sources
import Tensors
import TestSupport
import Testing

@Suite struct SummedBandsTests {
  private func frames(of sky: PaintedSky, _ bands: [String]) throws -> [Frame] {
    try withTemporaryFolder { folder in
      try sky.write(to: folder)
      return try bands.map {
        try Frame(
          reading: "\(folder)/frame-\($0)-\(PaintedSky.field).fits", band: $0, field: "painted")
      }
    }
  }

  private func sum(_ frames: [Frame], threads: Int = 2) throws -> PixelPlane {
    try SummedBands(
      frames, on: frames.first { $0.band == "r" } ?? frames[0], name: "painted",
      workers: Workers(threads: threads)
    ).plane
  }

  /// At a star's middle stand three times its light over the noise of a band, divided by √3; bands
  /// displaced by fractions of a pixel lose a little to interpolation.
  @Test func lightAddsUpAndNoiseBySquares() throws {
    var sky = PaintedSky()
    sky.stars = [.init(x: 80, y: 70, flux: 20, width: 2.5)]
    let frames = try frames(of: sky, ["g", "r", "i"])
    let (one, three) = try (sum([frames[1]]), sum(frames))
    let peak = { (plane: PixelPlane) in plane.pixels[70 * plane.width + 80] }
    let expected = 20 / (2 * Float.pi * 2.5 * 2.5) / frames[1].background.noise
    #expect(abs(peak(one) / expected - 1) < 0.08)
    #expect(abs(peak(three) / (peak(one) * Float(3).squareRoot()) - 1) < 0.06)
    let noise = try Background(of: sum(frames), name: "sum").noise
    #expect(noise > 0.6 && noise < 1)
  }

  /// Stars that only one band shows come to lie where r would show them.
  @Test func everyBandLiesOnThePixelsOfTheReferenceBand() throws {
    var sky = PaintedSky()
    sky.stars = [
      .init(x: 40, y: 70, flux: 50, bands: ["g"]), .init(x: 90, y: 120, flux: 50, bands: ["r"]),
      .init(x: 150.4, y: 30.7, flux: 50, bands: ["i"]),
    ]
    let sum = try sum(frames(of: sky, ["g", "r", "i"]))
    let found = try SourceDetector().detect(
      in: sum, background: Background(of: sum, name: "sum"), name: "sum")
    for star in sky.stars {
      let distances = found.map {
        (($0.x - star.x) * ($0.x - star.x) + ($0.y - star.y) * ($0.y - star.y)).squareRoot()
      }
      #expect((distances.min() ?? .infinity) < 0.1, "\(star.bands)")
    }
  }

  /// What one band misses the others show at the same noise; what the reference misses is missing.
  @Test func missingPixelsAreMadeUpForByOtherBands() throws {
    var sky = PaintedSky()
    sky.noise = 1
    sky.holes = [("g", 20..<120, 20..<120), ("r", 150..<160, 40..<50)]
    let sum = try sum(frames(of: sky, ["g", "r"]))
    func squares(_ columns: Range<Int>) -> Float {
      let values = (40..<100).flatMap { y in columns.map { sum.pixels[y * sum.width + $0] } }
      return values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
    }
    // Interpolation between pixels of g takes some of its noise away; r alone keeps all.
    #expect(abs(squares(30..<100) - 1) < 0.1)
    #expect(squares(125..<148) > 0.5 && squares(125..<148) < 0.95)
    #expect(!sum.pixels[45 * sum.width + 155].isFinite)
  }

  @Test func theSumDoesNotDependOnThreads() throws {
    let frames = try frames(of: .crowd(6, 4), ["g", "r", "i"])
    #expect(try sum(frames, threads: 1).pixels == sum(frames, threads: 3).pixels)
  }

  /// A star too faint for r, as cool dwarfs are, is found by its light in i, and measured in r.
  @Test func redStarsAreFound() throws {
    var sky = PaintedSky.crowd(5, 4)
    let red = PaintedSky.Star(x: 100, y: 84, flux: 1.2, bands: ["i", "z"])
    sky.stars.append(red)
    let position = try sky.position(red.x, red.y)
    for (bands, isFound) in [(["r"], false), ([], true), (["g", "r", "i"], true)] {
      try withTemporaryFolder { folder in
        let paths = try sky.write(to: folder)
        var settings = IngestSettings()
        settings.size = 32
        settings.detectionBands = bands
        let summary = try Ingestion(
          settings, out: "\(folder)/set", provenance: Provenance(command: "galaxy-aep ingest")
        ).run(files: paths)
        let place = bands == ["r"] ? "r" : "the sum of g, r, i"
        #expect(summary.description.contains(" sources in \(place)\n"))
        let near = try CutoutSet(opening: "\(folder)/set").records.filter {
          SkyPosition(ra: $0.ra, dec: $0.dec).separation(to: position) < 0.3
        }
        #expect(near.count == (isFound ? 1 : 0), "\(bands)")
        // Flux of r, then that of i.
        if let star = near.first { #expect(abs(star.flux[2]) < 0.5 && star.flux[3] > 0.45) }
      }
    }
  }

  @Test func aBandThatIsNotThereIsNamed() {
    var settings = IngestSettings()
    settings.detectionBands = ["g", "y"]
    let ingestion = Ingestion(
      settings, out: "nowhere", provenance: Provenance(command: "galaxy-aep ingest"))
    let expected = SurveyError(
      "sources are to be found in band y, which is not among the bands u,g,r,i,z; add it or leave "
        + "it out")
    #expect(throws: expected) { try ingestion.run(files: []) }
  }
}
