import Cutouts
import FITS
import Files
import Foundation
import TestSupport
import Testing

/// Raw SDSS frames (fpC): a bias of 1000, calibrated by FLUX20 or by the field's tsField table.
@Suite struct RawSDSSTests {
  private func withLayouts(_ body: (Layouts) throws -> Void) throws {
    try withTemporaryFolder { try body(Layouts(folder: $0)) }
  }

  /// Writes all bands as raw frames of so many counts a nanomaggy.
  private func writeRaw(
    _ layouts: Layouts, run: String = "000094", counts: [Float] = [200, 200, 200, 200, 200],
    _ change: (inout Header) -> Void = { _ in }
  ) throws {
    for (band, counts) in zip(PaintedSky.bands, counts) {
      let plane = layouts.sky.plane(band)
      var header = layouts.sky.header(band)
      header.remove("BUNIT")
      header.set("SOFTBIAS", 1000)
      change(&header)
      var document = FITSDocument()
      document.add(
        Image(shape: [160, 200], pixels: plane.pixels.map { $0 * counts + 1000 }),
        header: header)
      try document.write(to: "\(layouts.folder)/fpC-\(run)-\(band)2-0017.fit")
    }
  }

  /// A table with the columns of the survey's that are read, and one more.
  private func writeTable(
    _ layouts: Layouts, aa: [Double], kk: [Float], airmass: [Float], gain: [Float]? = nil,
    run: String = "000094"
  ) throws -> String {
    var columns = [
      Column(name: "field", values: .int32([17])),
      Column(name: "aa", values: .doubles(width: aa.count, aa)),
      Column(name: "kk", values: .floats(width: 5, kk)),
      Column(name: "airmass", values: .floats(width: 5, airmass)),
    ]
    if let gain { columns.append(Column(name: "gain", values: .floats(width: 5, gain))) }
    var document = FITSDocument()
    document.add(Table(columns), name: "TSFIELD")
    let path = "\(layouts.folder)/tsField-\(run)-2-40-0017.fit"
    try document.write(to: path)
    return path
  }

  private func expectSameLight(_ found: CutoutSet, _ reference: CutoutSet) {
    #expect(found.count == reference.count)
    for index in 0..<min(found.count, reference.count) {
      #expect(found.records[index].field == "000094-2-0017")
      #expect(abs(found.records[index].mag - reference.records[index].mag) < 1e-3)
      let pairs = zip(found.cutout(index), reference.cutout(index))
      #expect(pairs.allSatisfy { abs($0 - $1) < 2e-4 })
    }
  }

  @Test func countsOfMagnitude20Calibrate() throws {
    try withLayouts { layouts in
      // Magnitude 20 is 10 nanomaggies: one is 200 counts.
      try writeRaw(layouts) { $0.set("FLUX20", 2000.0) }
      let found = try layouts.ingest([layouts.folder], into: "set").set
      expectSameLight(found, try layouts.reference())
    }
  }

  @Test func theTableOfTheFieldCalibratesEveryBandAndComesBeforeTheHeader() throws {
    try withLayouts { layouts in
      // Zero points, extinction and airmass as on a real night.
      let aa = [-23.72, -24.45, -24.01, -23.63, -21.79]
      let kk: [Float] = [0.5, 0.2, 0.125, 0.0625, 0.05]
      let airmass: [Float] = [1.25, 1.25, 1.1875, 1.25, 1.25]
      let nanomaggies = aa.indices.map { band -> Double in
        let dimming = Double(kk[band] * airmass[band])
        return 1e9 / 53.907456 * pow(10, 0.4 * (aa[band] + dimming))
      }
      // r: 10^(0.4 (−24.01 + 0.148)) × 1e9 / 53.9 = 0.0053 nanomaggies a count, as SDSS has it.
      #expect(abs(nanomaggies[2] - 0.0053) < 1e-4)
      // What the header says is something else.
      try writeRaw(layouts, counts: nanomaggies.map { Float(1 / $0) }) { $0.set("FLUX20", 77.0) }
      let table = try writeTable(
        layouts, aa: aa, kk: kk, airmass: airmass, gain: [1.6, 4, 4.75, 5, 4.8])
      let found = try layouts.ingest([layouts.folder], into: "set") { $0.weights = .always }.set
      expectSameLight(found, try layouts.reference())
      // Named one by one as well, and told by the files that went in.
      let paths = PaintedSky.bands.map { "\(layouts.folder)/fpC-000094-\($0)2-0017.fit" }
      let again = try layouts.ingest([table] + paths, into: "again") { $0.weights = .always }.set
      Layouts.expectSame(found, again)
      // The gain of the table makes the photons' share of the variance.
      let (light, inverse) = (found.cutout(0), try #require(found.inverseVariance(0)))
      let record = found.records[0]
      let brightest = try #require((2048..<3072).max { light[$0] < light[$1] })
      let noise = record.noise[2]
      let photons = (light[brightest] - record.sky[2]) * Float(nanomaggies[2]) / 4.75
      let variance = noise * noise + photons
      #expect(abs(1 / inverse[brightest] / variance - 1) < 1e-4)
    }
  }

  @Test func twoEpochsOfOneSkyAreTwoFieldsAndTheSecondIsToldAsSuch() throws {
    try withLayouts { layouts in
      try writeRaw(layouts) { $0.set("FLUX20", 2000.0) }
      var later = layouts
      later.sky.seed = 9
      try writeRaw(later, run: "000125") { $0.set("FLUX20", 2000.0) }
      let records = try layouts.ingest([layouts.folder], into: "set").set.records
      let (first, second) = (
        records.filter { $0.field == "000094-2-0017" },
        records.filter { $0.field == "000125-2-0017" }
      )
      #expect(first.count + second.count == records.count && second.count >= 24)
      #expect(first.allSatisfy { !$0.flags.contains(.duplicate) })
      #expect(second.filter { $0.mag < 21 }.allSatisfy { $0.flags.contains(.duplicate) })
    }
  }

  @Test func tablesThatCannotCalibrateGetSentences() throws {
    try withLayouts { layouts in
      try writeRaw(layouts)
      let ones: [Float] = [1, 1, 1, 1, 1]
      func failure() -> String {
        sentence { _ = try layouts.ingest([layouts.folder], into: "set") }
      }
      let path = try writeTable(layouts, aa: [1, 2], kk: ones, airmass: ones)
      #expect(
        failure()
          == "cannot calibrate band u by \(path): its column aa does not hold one row of five "
          + "numbers; give the survey's tsField of this field")
      _ = try writeTable(layouts, aa: [900, 900, 900, 900, 900], kk: ones, airmass: ones)
      #expect(
        failure()
          == "cannot calibrate band u by \(path): a count would be inf nanomaggies; its aa, kk and "
          + "airmass are damaged, fetch it again")
      var document = FITSDocument()
      document.add(
        Table([Column(name: "aa", values: .doubles(width: 5, [1, 2, 3, 4, 5]))]), name: "X")
      try document.write(to: path)
      #expect(
        failure()
          == "cannot calibrate band u by \(path): its column kk does not hold one row of five "
          + "numbers; give the survey's tsField of this field")
    }
  }

  @Test func calibratedFramesKeepTheirPixelsThoughTheyCarryKeywordsOfRawOnes() throws {
    try withLayouts { layouts in
      let paths = try PaintedSky.bands.map { band in
        try layouts.write(band, as: "frame-\(band)-000094-2-0017.fits") {
          $0.set("SOFTBIAS", 1000)
          $0.set("FLUX20", 2000.0)
        }
      }
      Layouts.expectSame(
        try layouts.ingest(paths, into: "set").set, try layouts.reference())
    }
  }
}
