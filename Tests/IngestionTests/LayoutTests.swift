import Cutouts
import FITS
import Foundation
import Frames
import Ingestion
import Sky
import TestSupport
import Testing

@Suite struct LayoutTests {
  private func withLayouts(_ body: (Layouts) throws -> Void) throws {
    try withTemporaryFolder { try body(Layouts(folder: $0)) }
  }

  @Test(arguments: ["FILTER", "BAND", "FILTNAM", "FILTER1"])
  func bandsAreToldByHeaders(keyword: String) throws {
    try withLayouts { layouts in
      let paths = try PaintedSky.bands.enumerated().map { number, band in
        try layouts.write(band, as: "exposure\(number).fits") {
          $0.remove("FILTER")
          $0.set(keyword, .string("\(band) DECam SDSS c000\(number) 6415.0 1480.0"))
        }
      }
      let found = try layouts.ingest(paths.reversed(), into: "set")
      Layouts.expectSame(found.set, try layouts.reference())
      #expect(found.summary.fields == 1)
      #expect(try FrameInventory.bands(of: paths) == PaintedSky.bands)
    }
  }

  @Test func bandsAreToldByPatternsWhereHeadersAreSilent() throws {
    try withLayouts { layouts in
      let paths = try PaintedSky.bands.map { band in
        try layouts.write(band, as: "deep[1]_x\(band)x.fits") { $0.remove("FILTER") }
      }
      let bands = try BandSet(
        parsing: PaintedSky.bands.map { "\($0)=*_x\($0)x.fits" }.joined(separator: ","))
      let found = try layouts.ingest(paths, into: "set") {
        $0.bands = bands.names
        $0.bandPatterns = bands.patterns
      }
      Layouts.expectSame(found.set, try layouts.reference())
      #expect(
        sentence { _ = try layouts.ingest(paths, into: "other") }
          == "cannot tell the band of \(paths[1]): its header has no FILTER or BAND and its name "
          + "does not say it; give patterns such as --bands g=*_g.fits,r=*_r.fits")
    }
  }

  /// A set from before zero points were told knows that of nanomaggies only.
  @Test func everyBandHasTheMagnitudeOfItsZeroPoint() throws {
    try withLayouts { layouts in
      let zeroPoints = PaintedSky.bands.indices.map { 24 + 0.25 * Double($0) }
      let plain = try layouts.ingest(
        PaintedSky.bands.map { try layouts.write($0, as: "plain_\($0).fits") }, into: "plain"
      ).set
      let paths = try PaintedSky.bands.enumerated().map { number, band in
        try layouts.write(band, as: "deep_\(band).fits") {
          $0.remove("BUNIT")
          $0.set("MAGZERO", .double(zeroPoints[number]))
        }
      }
      let set = try layouts.ingest(paths, into: "set").set
      let reference = try #require(set.bands.firstIndex(of: set.referenceBand))
      #expect(set.bands == PaintedSky.bands && set.count > 0 && set.count == plain.count)
      for index in 0..<set.count {
        let (record, found) = (set.records[index], set.magnitudes(of: index))
        #expect(found[reference] == record.mag)
        for band in set.bands.indices where record.flux[band] > 0 {
          // Light is in nanomaggies, whatever unit the files had.
          #expect(abs(Double(found[band]) - (22.5 - 2.5 * log10(Double(record.flux[band])))) < 1e-5)
          let counts = Double(plain.records[index].flux[band])
          #expect(abs(Double(found[band]) - (zeroPoints[band] - 2.5 * log10(counts))) < 1e-4)
        }
      }
      for (unit, isKnown) in [("nanomaggy", true), ("adu", false)] {
        let old = try Self.withoutZeroPoints(set.folder, unit: unit, in: layouts.folder)
        let found = old.magnitudes(of: 0)[reference]
        let wanted = 22.5 - 2.5 * log10(Double(old.records[0].flux[reference]))
        #expect(isKnown ? abs(Double(found) - wanted) < 1e-5 : found.isNaN)
      }
    }
  }

  private static func withoutZeroPoints(
    _ set: String, unit: String, in folder: String
  ) throws -> CutoutSet {
    let file = try FITSFile(reading: "\(set)/cutouts-00000.fits")
    var header = try file.header(of: 0)
    for band in PaintedSky.bands.indices { header.remove("ZEROPT\(band + 1)") }
    header.set("BUNIT", .string(unit))
    var document = FITSDocument()
    try document.add(file.image(of: 0), header: header)
    document.add(try file.table(of: file.unit(named: "CATALOG")), name: "CATALOG")
    let old = "\(folder)/old-\(unit)"
    try FileManager.default.createDirectory(atPath: old, withIntermediateDirectories: true)
    try document.write(to: "\(old)/cutouts-00000.fits")
    return try CutoutSet(opening: old)
  }

  @Test func fieldsShareANameButForTheBand() throws {
    try withLayouts { layouts in
      var other = layouts
      other.sky = PaintedSky.crowd(6, 4, seed: 8)
      other.sky.ra = 151
      var paths: [String] = []
      for band in ["g", "r"] {
        paths.append(try other.write(band, as: "coadd-\(band)-0151p020.fits"))
        paths.append(try layouts.write(band, as: "coadd-\(band)-0150p020.fits"))
      }
      let found = try layouts.ingest(paths, into: "set") { $0.bands = ["g", "r"] }
      #expect(found.summary.fields == 2)
      #expect(
        Set(found.set.records.map(\.field)) == ["coadd-0150p020", "coadd-0151p020"])
      #expect(found.set.records.allSatisfy { $0.flux.count == 2 && $0.hdu == 0 })
    }
  }

  @Test func fieldsAreFoundOnTheSkyWhereNamesSayNothing() throws {
    try withLayouts { layouts in
      var other = layouts
      other.sky = PaintedSky.crowd(6, 4, seed: 8)
      other.sky.ra = 150.2
      let paths = try [
        layouts.write("g", as: "obs77.fits"), other.write("g", as: "obs12.fits"),
        other.write("r", as: "obs50.fits"), layouts.write("r", as: "obs33.fits"),
      ]
      let fields = try FieldFiles.grouping(paths, bands: ["g", "r"], reference: "r")
      #expect(fields.map(\.id) == ["obs33", "obs50"])
      #expect(fields.map(\.paths) == [[paths[0], paths[3]], [paths[1], paths[2]]])
      #expect(
        sentence {
          _ = try FieldFiles.grouping(Array(paths[1...]), bands: ["g", "r"], reference: "r")
        }
          == "no frame of band g shows the sky of \(paths[3]) (unit 0); add one, or leave the band "
          + "out with --bands r")
    }
  }

  @Test(arguments: [false, true])
  func oneBandAnExtension(isPacked: Bool) throws {
    try withLayouts { layouts in
      var document = FITSDocument()
      for band in PaintedSky.bands {
        let plane = layouts.sky.plane(band)
        var header = layouts.sky.header(band)
        header.remove("FILTER")
        document.add(
          Image(shape: [plane.height, plane.width], pixels: plane.pixels), header: header,
          name: "SCI_\(band)")
      }
      let plain = "\(layouts.folder)/mosaic.fits"
      try document.write(to: plain)
      let found = try layouts.ingest([isPacked ? Packing.gzip(plain) : plain], into: "set")
      Layouts.expectSame(found.set, try layouts.reference())
      #expect(found.set.records[0].hdu == 2 && found.set.records[0].checksum == "correct")
      #expect(found.set.records[0].field == "mosaic")
    }
  }

  /// A cube as the Legacy Surveys' viewer gives it, with inverse variances and a mask.
  private func cube(_ layouts: Layouts, bands: String, marked: Int) throws -> String {
    let plane = layouts.sky.plane("r")
    let count = bands.count
    var header = layouts.sky.header("r")
    header.remove("FILTER")
    header.set("BANDS", .string(bands))
    for (index, band) in bands.enumerated() { header.set("BAND\(index)", .string("\(band)")) }
    var document = FITSDocument()
    let shape = [count, plane.height, plane.width]
    let light = (0..<count).flatMap { band in plane.pixels.map { $0 * Float(band + 1) } }
    for type in ["IMAGE", "INVVAR"] {
      header.set("IMAGETYP", .string(type))
      let inverse = (0..<light.count).map { Float($0 / plane.pixels.count + 1) * 100 }
      document.add(Image(shape: shape, pixels: type == "IMAGE" ? light : inverse), header: header)
    }
    header.set("IMAGETYP", "MASKBITS")
    var mask = [Float](repeating: 0, count: plane.pixels.count)
    mask[marked] = 4
    document.add(Image(shape: [plane.height, plane.width], pixels: mask), header: header)
    let path = "\(layouts.folder)/cutout_150.0_2.0.fits"
    try document.write(to: path)
    return path
  }

  @Test func cubesWithInverseVariancesAndMasks() throws {
    try withLayouts { layouts in
      let star = layouts.sky.stars[8]
      let marked = (Int(star.y) + 3) * layouts.sky.width + Int(star.x) - 2
      let path = try cube(layouts, bands: "grz", marked: marked)
      #expect(try FrameInventory.bands(of: [path]) == ["g", "r", "z"])
      let found = try layouts.ingest([path], into: "set") { $0.bands = ["g", "r", "z"] }
      let set = found.set
      #expect(set.bands == ["g", "r", "z"] && set.count > 20)
      let plane = layouts.sky.plane("r")
      var flagged = 0
      for (index, record) in set.records.enumerated() {
        let (cutout, inverse) = (set.cutout(index), try #require(set.inverseVariance(index)))
        let (left, bottom) = (
          Int((record.x - 16).rounded(.up)), Int((record.y - 16).rounded(.up))
        )
        for y in 0..<32 {
          for x in 0..<32 {
            let place = (bottom + y) * plane.width + left + x
            let inside =
              (0..<plane.width).contains(left + x) && (0..<plane.height).contains(bottom + y)
            for band in 0..<3 {
              let light = inside ? plane.pixels[place] * Float(band + 1) : 0
              let weight = inside && place != marked ? Float(band + 1) * 100 : 0
              #expect(cutout[(band * 32 + y) * 32 + x] == light)
              #expect(inverse[(band * 32 + y) * 32 + x] == weight)
            }
          }
        }
        if record.flags.contains(.masked) { flagged += 1 }
      }
      #expect(flagged > 0 && flagged < set.count)
      let never = try layouts.ingest([path], into: "never") {
        $0.bands = ["g", "r", "z"]
        $0.weights = .never
      }
      #expect(never.set.inverseVariance(0) == nil)
    }
  }

  @Test func companionFilesBringUncertainties() throws {
    try withLayouts { layouts in
      var paths: [String] = []
      let plane = layouts.sky.plane("r")
      let sigma = Image(
        shape: [plane.height, plane.width],
        pixels: plane.pixels.indices.map { $0 % 7 == 0 ? 0 : 0.5 })
      for band in ["g", "r"] {
        paths.append(try layouts.write(band, as: "deep_\(band).fits"))
        var document = FITSDocument()
        document.add(sigma, header: layouts.sky.header(band))
        try document.write(to: "\(layouts.folder)/deep_\(band)_rms.fits")
        paths.append("\(layouts.folder)/deep_\(band)_rms.fits")
      }
      let found = try layouts.ingest(paths, into: "set") {
        $0.bands = ["g", "r"]
        $0.detection.threshold = 10
      }
      let weights = try #require(found.set.inverseVariance(0))
      #expect(Set(weights) == [0, 4])
      // Pixels without a σ are missing ones.
      #expect(found.set.records.allSatisfy { $0.flags.contains(.missingPixels) })
      let cutout = found.set.cutout(0)
      #expect(zip(cutout, weights).allSatisfy { $1 != 0 || $0 == 0 })
    }
  }

  @Test func readyMadeCutoutsAreCroppedAroundTheirMiddle() throws {
    try withLayouts { layouts in
      try FileManager.default.createDirectory(
        atPath: "\(layouts.folder)/objects", withIntermediateDirectories: true)
      for (number, star) in [(0, 3), (1, 8), (2, 14)] {
        let (x, y) = (Int(layouts.sky.stars[star].x), Int(layouts.sky.stars[star].y))
        var pixels: [Float] = []
        for band in ["g", "r", "z"] {
          let plane = layouts.sky.plane("r")
          for row in y - 20..<y + 21 {
            for column in x - 20..<x + 21 {
              let inside = (0..<160).contains(row) && (0..<200).contains(column)
              let light = inside ? plane.pixels[row * 200 + column] : 0.001 * Float(row % 3)
              pixels.append(light * (band == "z" ? 2 : 1))
            }
          }
        }
        var header = layouts.sky.header("r")
        header.set("CRPIX1", .double(100.0 + 1 - Double(x - 20)))
        header.set("CRPIX2", .double(80.0 + 1 - Double(y - 20)))
        header.set("BANDS", "grz")
        header.remove("FILTER")
        var document = FITSDocument()
        document.add(Image(shape: [3, 41, 41], pixels: pixels), header: header)
        try document.write(to: "\(layouts.folder)/objects/galaxy\(number).fits")
      }
      let found = try layouts.ingest(["\(layouts.folder)/objects"], into: "set") {
        $0.bands = ["g", "r", "z"]
        $0.readyMade = true
      }
      #expect(found.set.records.map(\.id) == ["galaxy0", "galaxy1", "galaxy2"])
      for (index, star) in [3, 8, 14].enumerated() {
        let (record, cutout) = (found.set.records[index], found.set.cutout(index))
        let place = layouts.sky.stars[star]
        let expected = try layouts.sky.position(Double(Int(place.x)), Double(Int(place.y)))
        #expect(
          SkyPosition(ra: record.ra, dec: record.dec).separation(to: expected) < 1e-3)
        // The pixel in the middle (20, 20) of 41 lies at (16, 16) of 32 plus the offset.
        let plane = layouts.sky.plane("r")
        let middle = plane.pixels[Int(place.y) * 200 + Int(place.x)]
        let (dx, dy) = (Int(record.offsets[0]), Int(record.offsets[1]))
        #expect(cutout[(32 + 16 + dy) * 32 + 16 + dx] == middle)
        #expect(cutout[(64 + 16 + dy) * 32 + 16 + dx] == 2 * middle)
        #expect(abs(record.noise[1] - 0.02) < 0.01)
        #expect(record.halfLightRadius.isFinite && record.source == "galaxy\(index).fits")
      }
      // A broken file among them is fatal, or skipped when asked.
      let broken = "\(layouts.folder)/objects/galaxy1.fits"
      try Data(contentsOf: URL(fileURLWithPath: broken)).prefix(9000)
        .write(to: URL(fileURLWithPath: broken))
      let change = { (settings: inout IngestSettings) in
        settings.bands = ["g", "r", "z"]
        settings.readyMade = true
      }
      #expect(
        sentence { _ = try layouts.ingest(["\(layouts.folder)/objects"], into: "fatal", change) }
          .hasPrefix("cannot read \(broken): it is truncated"))
      let rest = try layouts.ingest(
        ["\(layouts.folder)/objects"], into: "rest", keepsGoing: true, change)
      #expect(rest.set.records.map(\.id) == ["galaxy0", "galaxy2"])
      #expect(rest.summary.skipped.map(\.name) == [broken])
      try FileManager.default.removeItem(atPath: broken)
      #expect(
        sentence {
          _ = try layouts.ingest(["\(layouts.folder)/objects"], into: "large") {
            $0.bands = ["g", "r", "z"]
            $0.readyMade = true
            $0.size = 64
          }
        }
          == "band g of \(layouts.folder)/objects/galaxy0.fits has 41×41 pixels; a cutout of "
          + "64×64 needs at least as many (choose another --size), and at most 4096")
    }
  }

  @Test(arguments: [32, 64, 96], 1...3)
  func anySizeAndNumberOfBands(size: Int, count: Int) throws {
    try withLayouts { layouts in
      let bands = Array(PaintedSky.bands.prefix(count))
      let paths = try bands.map { try layouts.write($0, as: "sky-\($0).fits") }
      let found = try layouts.ingest(paths, into: "set") {
        $0.size = size
        $0.bands = bands
        $0.reference = bands[count / 2]
        $0.largestMissing = 1
      }.set
      #expect(found.size == size && found.bands == bands && found.referenceBand == bands[count / 2])
      #expect(found.cutout(0).count == size * size * count)
    }
  }
}
