import Cutouts
import Files
import Foundation
import Ingestion
import Tensors
import TestSupport
import Testing

@Suite struct CutoutSetTests {
  /// A set of one field in files of eight cutouts.
  private func makeSet(_ folder: String, size: Int = 32) throws -> String {
    let frames = "\(folder)/frames\(size)"
    try FileManager.default.createDirectory(atPath: frames, withIntermediateDirectories: true)
    try PaintedSky.crowd(6, 4).write(to: frames)
    var settings = IngestSettings()
    settings.size = size
    settings.shardSize = 8
    let out = "\(folder)/cutouts\(size)"
    _ = try Ingestion(
      settings, out: out, provenance: Provenance(command: "galaxy-aep ingest")
    ).run(files: [frames])
    return out
  }

  @Test func anotherSkyScalesAndShiftsPixels() throws {
    try withTemporaryFolder { folder in
      let set = try CutoutSet(opening: makeSet(folder))
      let other = set.under(SkyChange(factor: 2, offset: 3))
      let plane = set.size * set.size
      for index in [0, set.count - 1] {
        let (before, after, record) = (set.cutout(index), other.cutout(index), set.records[index])
        let expected = before.indices.map { pixel in
          before[pixel] == 0 && record.edgeFraction > 0
            ? 0 : 2 * before[pixel] + 3 * record.noise[pixel / plane]
        }
        #expect(zip(after, expected).allSatisfy { abs($0 - $1) <= 1e-5 * (1 + abs($1)) })
        #expect(other.records[index].noise == record.noise.map { 2 * $0 })
        #expect(other.records[index].id == record.id)
      }
      // Nothing changed is the set itself.
      #expect(set.under(SkyChange()).cutout(1) == set.cutout(1))
    }
  }

  @Test func foldersThatAreNoSetGetSentences() throws {
    try withTemporaryFolder { folder in
      #expect(
        sentence { _ = try CutoutSet(opening: folder) }
          == "the folder \(folder) holds no cutouts (no cutouts-00000.fits); make a cutout set "
          + "with galaxy-aep ingest")
      #expect(
        sentence { _ = try CutoutSet(opening: "\(folder)/absent") }
          == "cannot list the folder \(folder)/absent: No such file or directory")
    }
  }

  @Test func gapsForeignersAndWrecksAreFoundOut() throws {
    try withTemporaryFolder { folder in
      let (out, other) = (try makeSet(folder), try makeSet(folder, size: 16))
      let second = "\(out)/cutouts-00001.fits"
      let bytes = try Data(contentsOf: URL(fileURLWithPath: second))
      try FileManager.default.removeItem(atPath: second)
      #expect(
        sentence { _ = try CutoutSet(opening: out) }
          == "the cutout set \(out) has no cutouts-00001.fits though later files are there; run "
          + "galaxy-aep ingest again to complete it")
      try FileManager.default.copyItem(atPath: "\(other)/cutouts-00001.fits", toPath: second)
      #expect(
        sentence { _ = try CutoutSet(opening: out) }
          == "\(second) (16×16 pixels in u,g,r,i,z) does not belong to \(out)/cutouts-00000.fits "
          + "(32×32 pixels in u,g,r,i,z): they come from different runs; delete the folder and "
          + "make the cutout set again")
      try FileManager.default.removeItem(atPath: second)
      try FileManager.default.copyItem(
        atPath: "\(folder)/frames16/frame-r-000094-2-0017.fits", toPath: second)
      #expect(
        sentence { _ = try CutoutSet(opening: out) }
          == "\(second) is no part of a cutout set: its header has no BANDS, PIXSCALE or four "
          + "axes; make the cutout set again with galaxy-aep ingest")
      for length in [0, 100, 5000, bytes.count - 2880] {
        try bytes.prefix(length).write(to: URL(fileURLWithPath: second))
        #expect(
          sentence { _ = try CutoutSet(opening: out) }.hasPrefix("cannot read \(second): "))
      }
      try bytes.write(to: URL(fileURLWithPath: second))
      #expect(try CutoutSet(opening: out).count >= 24)
    }
  }

  @Test func stretchedCutoutsAreTheCutoutsStretched() throws {
    try withTemporaryFolder { folder in
      let set = try CutoutSet(opening: makeSet(folder))
      for kind in Stretch.Kind.allCases where kind != .matched {
        let stretch = try Stretch(kind, fittedTo: set, crop: 24)
        #expect(stretch.bands == set.bands)
        let data = try StretchedCutouts(set, stretch: stretch)
        #expect(data.count == set.count && data.imageShape == [24, 24, 5])
        let indices = [set.count - 1, 0, 9, 9]
        let batch = try data.images(indices)
        #expect(batch.shape == [4, 24, 24, 5])
        for (slot, index) in indices.enumerated() {
          let record = set.records[index]
          let expected = stretch.apply(
            to: set.cutout(index), noise: record.noise, sky: record.sky)
          let length = 24 * 24 * 5
          #expect(Array(batch.values[slot * length..<(slot + 1) * length]) == expected)
        }
        #expect(data.identifier(of: 3) == set.records[3].id)
      }
    }
  }

  @Test func matchedCutoutsKnowTheirField() throws {
    try withTemporaryFolder { folder in
      let set = try CutoutSet(opening: makeSet(folder))
      let stretch = try Stretch(.matched, fittedTo: set, crop: 24)
      #expect(stretch.channels == ["stack", "u", "g", "r", "i", "z"])
      let data = try StretchedCutouts(set, stretch: stretch, workers: Workers(threads: 1))
      let again = try StretchedCutouts(set, stretch: stretch, workers: Workers(threads: 3))
      let indices = [set.count - 1, 0, 9, 9]
      let batch = try data.images(indices)
      #expect(batch.shape == [4, 24, 24, 6])
      #expect(batch.values.allSatisfy { abs($0) <= 3 })
      #expect(batch.values == (try again.images(indices)).values)
      // The bands are displaced by pixels, yet every one shows its star in the middle.
      let image = Array(batch.values[..<(24 * 24 * 6)])
      for channel in 0..<6 {
        let light = stride(from: channel, to: image.count, by: 6).map { max(0, image[$0]) }
        let total = light.reduce(0, +)
        let x = light.enumerated().reduce(0) { $0 + Float($1.offset % 24) * $1.element } / total
        let y = light.enumerated().reduce(0) { $0 + Float($1.offset / 24) * $1.element } / total
        #expect(abs(x - 11.5) < 0.6 && abs(y - 11.5) < 0.6)
      }
    }
  }

  @Test func aModelOfOtherCutoutsIsRefused() throws {
    try withTemporaryFolder { folder in
      let set = try CutoutSet(opening: makeSet(folder))
      let other = try Stretch(
        .asinh, bands: ["g", "r"], cutoutSize: 32, pixelScale: 0.396, typicalNoise: [1, 1])
      #expect(
        sentence { _ = try StretchedCutouts(set, stretch: other) }
          == "the model reads cutouts of 32×32 pixels in g,r, but \(set.folder) holds cutouts of "
          + "32×32 pixels in u,g,r,i,z; ingest the frames again with the model's bands and size, "
          + "or train another model")
      let scale = try Stretch(
        .asinh, bands: set.bands, cutoutSize: 32, pixelScale: 0.2,
        typicalNoise: [1, 1, 1, 1, 1])
      #expect(
        sentence { _ = try StretchedCutouts(set, stretch: scale) }.hasPrefix(
          "the model reads cutouts of 0.2 arcseconds a pixel, but \(set.folder) has 0.396"))
    }
  }
}
