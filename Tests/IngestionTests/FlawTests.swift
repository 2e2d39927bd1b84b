import FITS
import Files
import Foundation
import TestSupport
import Testing

/// What is wrong with frames is told, flagged or refused.
@Suite struct FlawTests {
  private func withLayouts(_ body: (Layouts) throws -> Void) throws {
    try withTemporaryFolder { try body(Layouts(folder: $0)) }
  }

  @Test func aBandWhoseCoordinatesAreOffIsToldWithTheNumber() throws {
    try withLayouts { layouts in
      let paths = try PaintedSky.bands.map { band in
        try layouts.write(band, as: "frame-\(band)-000094-2-0017.fits") { header in
          guard band == "z" else { return }
          header.set("CRPIX1", .double((header.double("CRPIX1") ?? 0) - 0.8))
        }
      }
      var warnings: [String] = []
      let found = try layouts.ingest(paths, into: "set", warn: { warnings.append($0.text) })
      let warning = try #require(warnings.first)
      #expect(warnings.count == 1)
      #expect(warning.hasPrefix("band z of field 000094-2-0017 lies 0.8"), "\(warning)")
      #expect(warning.hasSuffix("its cutouts are flagged (FLAGS 1024)"))
      #expect(found.set.records.allSatisfy { $0.flags.contains(.bandsDisplaced) })
      let header = try FITSFile(reading: "\(layouts.folder)/set/cutouts-00000.fits").header(of: 0)
      #expect(abs((header.double("WCSDX5") ?? 0) - 0.8) < 0.05)
      #expect(abs(header.double("WCSDX2") ?? 9) < 0.05 && abs(header.double("WCSDY4") ?? 9) < 0.05)
      #expect(try layouts.reference().records.allSatisfy { !$0.flags.contains(.bandsDisplaced) })
    }
  }

  @Test func changedBytesAreToldByTheirChecksum() throws {
    try withLayouts { layouts in
      let paths = try layouts.sky.write(to: layouts.folder)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: paths[1]))
      bytes[bytes.count - 3000] ^= 1
      try bytes.write(to: URL(fileURLWithPath: paths[1]))
      var warnings: [String] = []
      let found = try layouts.ingest(paths, into: "set", warn: { warnings.append($0.text) })
      #expect(
        warnings == [
          "the checksum of \(paths[1]) does not fit its bytes: it was changed or damaged; its "
            + "cutouts are flagged (FLAGS 2048)"
        ])
      #expect(found.set.records.allSatisfy { $0.flags.contains(.checksumWrong) })
      #expect(found.set.records.allSatisfy { $0.checksum == "correct" })
      let header = try FITSFile(reading: "\(layouts.folder)/set/cutouts-00000.fits").header(of: 0)
      #expect(header.string("FRSUM2") == "wrong" && header.string("FRSUM3") == "correct")
      #expect(header.string("FRAME1") == "frame-u-000094-2-0017.fits")
    }
  }

  @Test func saturatedPixelsAreFlagged() throws {
    try withLayouts { layouts in
      let peak = layouts.sky.plane("i").pixels.max() ?? 0
      let paths = try PaintedSky.bands.map { band in
        try layouts.write(band, as: "frame-\(band)-000094-2-0017.fits") {
          if band == "i" { $0.set("SATURATE", .double(Double(peak) * 0.9)) }
        }
      }
      let flagged = try layouts.ingest(paths, into: "set").set.records.filter {
        $0.flags.contains(.saturated)
      }
      #expect(flagged.count >= 1 && flagged.count < 12)
    }
  }

  @Test func cutoutsThatLeaveTheFrameAreDroppedOrFilled() throws {
    try withLayouts { layouts in
      let whole = try layouts.reference()
      let outside = whole.records.filter { $0.flags.contains(.outsideFrame) }
      #expect(!outside.isEmpty)
      let frames = ["\(layouts.folder)/sdss"]
      let dropped = try layouts.ingest(frames, into: "dropped") { $0.edge = .drop }
      #expect(dropped.set.count == whole.count - outside.count)
      #expect(dropped.set.records.allSatisfy { $0.edgeFraction == 0 })
      let filled = try layouts.ingest(frames, into: "filled") { $0.fillValue = -7 }.set
      for (index, record) in filled.records.enumerated() {
        let missing = filled.cutout(index).count { $0 == -7 }
        #expect(missing == Int((record.edgeFraction * 5120).rounded()))
      }
    }
  }

  @Test func sourcesOfOverlappingFieldsAreTold() throws {
    try withLayouts { layouts in
      try layouts.sky.write(to: layouts.folder, field: "000094-2-0017")
      var second = layouts.sky
      second.seed = 5
      try second.write(to: layouts.folder, field: "000094-2-0018")
      let found = try layouts.ingest([layouts.folder], into: "set")
      let first = found.set.records.filter { $0.field.hasSuffix("17") }
      let again = found.set.records.filter { $0.field.hasSuffix("18") }
      #expect(
        first.allSatisfy { !$0.flags.contains(.duplicate) },
        "\(first.map(\.flags.rawValue)) \(again.map(\.flags.rawValue))")
      let bright = again.filter { $0.mag < 21 }
      #expect(bright.count >= 20 && bright.allSatisfy { $0.flags.contains(.duplicate) })
      #expect(found.summary.counts.duplicates == again.count { $0.flags.contains(.duplicate) })
      #expect(
        found.summary.description.contains("of sources that an earlier field has (FLAGS 512)"))
      // A run that goes on after the first field tells them as well.
      let name = "\(layouts.folder)/set/cutouts-00001.fits"
      let bytes = try Data(contentsOf: URL(fileURLWithPath: name))
      try FileManager.default.removeItem(atPath: name)
      _ = try layouts.ingest([layouts.folder], into: "set")
      #expect(try Data(contentsOf: URL(fileURLWithPath: name)) == bytes)
    }
  }

  @Test func aCorruptFileAmongManyIsSkippedWhenAsked() throws {
    try withLayouts { layouts in
      for number in 1...4 {
        var sky = layouts.sky
        sky.ra += Double(number)
        try sky.write(to: layouts.folder, field: "000094-2-000\(number)")
      }
      let broken = "\(layouts.folder)/frame-i-000094-2-0002.fits"
      try Data(contentsOf: URL(fileURLWithPath: broken)).prefix(9000)
        .write(to: URL(fileURLWithPath: broken))
      #expect(
        sentence { _ = try layouts.ingest([layouts.folder], into: "fatal") }
          .hasPrefix("cannot read \(broken): it is truncated"))
      var warnings: [String] = []
      let found = try layouts.ingest(
        [layouts.folder], into: "set", keepsGoing: true, warn: { warnings.append($0.text) })
      #expect(warnings.count == 1 && warnings[0].hasPrefix("skipped 000094-2-0002: cannot read"))
      #expect(found.summary.skipped.map(\.name) == ["000094-2-0002"])
      #expect(found.summary.description.contains("skipped  1 that could not be read"))
      #expect(Set(found.set.records.map(\.field)).count == 3)
      // The same run again does nothing anew and reports the same.
      let again = try layouts.ingest([layouts.folder], into: "set", keepsGoing: true)
      #expect(again.summary.fieldsFoundDone == 3 && again.summary.skipped.count == 1)
    }
  }

  @Test func bandsThatDoNotBelongTogetherAreRefused() throws {
    try withLayouts { layouts in
      func failure(_ change: (inout Header) -> Void) -> String {
        sentence {
          let paths = try ["g", "r"].map { band in
            try layouts.write(band, as: "sky-\(band).fits") { if band == "g" { change(&$0) } }
          }
          _ = try layouts.ingest(paths, into: "set") { $0.bands = ["g", "r"] }
        }
      }
      let g = "band g of field sky (\(layouts.folder)/sky-g.fits)"
      let r = "\(layouts.folder)/sky-r.fits"
      #expect(
        failure {
          $0.set("CD1_1", .double(-2.2e-4))
          $0.set("CD2_2", .double(2.2e-4))
        }
          == "\(g) has pixels of 0.792 arcseconds, band r of 0.396; name one scale for all with "
          + "--pixel-scale")
      #expect(
        failure { $0.set("CRVAL2", .double(3)) }
          == "\(g) does not show the middle of band r (\(r)); give frames of the same piece of sky")
      #expect(
        failure { $0.set("CD1_1", .double(1.1e-4)) }
          == "\(g) is turned or mirrored against band r by 179 degrees; bring the bands to one "
          + "orientation first")
    }
  }

  @Test func inverseVariancesFollowSkyNoiseAndPhotonsWhereNoneAreGiven() throws {
    try withLayouts { layouts in
      let paths = try PaintedSky.bands.map { band in
        try layouts.write(band, as: "frame-\(band)-000094-2-0017.fits") {
          $0.set("NMGY", .double(0.005))
          $0.set("GAIN", .double(4))
        }
      }
      let set = try layouts.ingest(paths, into: "set") { $0.weights = .always }.set
      for index in 0..<set.count {
        let (record, light) = (set.records[index], set.cutout(index))
        let inverse = try #require(set.inverseVariance(index))
        for (place, weight) in inverse.enumerated() where weight > 0 {
          let band = place / 1024
          let noise = record.noise[band]
          let photons = max(0, light[place] - record.sky[band]) * 0.005 / 4
          #expect(abs(1 / weight - (noise * noise + photons)) < 1e-5 * (noise * noise + photons))
        }
      }
    }
  }
}
