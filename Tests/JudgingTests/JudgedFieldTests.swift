import FITS
import Labels
import Sky
import TestSupport
import Testing

@testable import Judging

/// A field of 8×4 pixels counted by hand.
@Suite struct JudgedFieldTests {
  private static let place: Header = {
    var header = Header()
    header.set("CTYPE1", .string("RA---TAN"))
    header.set("CTYPE2", .string("DEC--TAN"))
    header.set("CRVAL1", .double(10))
    header.set("CRVAL2", .double(0))
    header.set("CRPIX1", .double(4))
    header.set("CRPIX2", .double(2))
    header.set("CDELT1", .double(-1 / 3600.0))
    header.set("CDELT2", .double(1 / 3600.0))
    return header
  }()

  /// Star 1 in the two columns on the left, galaxy 2 in the next two, a pixel of artefact and one without a label.
  private func truth(in folder: String) throws -> (TrueField, LabelMap.Grid) {
    var (classes, segments) = ([UInt8](repeating: 0, count: 32), [Int32](repeating: 0, count: 32))
    for row in 0..<4 {
      for column in 0..<4 {
        classes[row * 8 + column] = column < 2 ? 1 : 2
        segments[row * 8 + column] = column < 2 ? 1 : 2
      }
    }
    (classes[7], classes[15]) = (3, 255)
    var document = FITSDocument()
    document.add(header: Header())
    document.add(SmallImage(shape: [4, 8], .bytes(classes)), header: Self.place, name: "CLASS")
    document.add(integers: segments, shape: [4, 8], header: Self.place, name: "SEGMENTS")
    document.add(
      Table([
        Column(name: "NUMBER", values: .int32([1, 2])),
        Column(name: "RA", values: .double([10, 10 + 10 / 3600.0])),
        Column(name: "DEC", values: .double([0, 0])),
        Column(name: "CLASS", values: .string(["star", "galaxy"])),
        Column(name: "MAG", values: .double([18, 22])),
      ]), name: "SOURCES")
    let path = "\(folder)/map-1.fits"
    try document.write(to: path, provenance: nil)
    let grid = LabelMap.Grid(
      name: "field 1", width: 8, height: 4, wcs: try WCS(header: Self.place))
    return (try TrueField(reading: path, on: grid), grid)
  }

  /// Sixty stars, a row each, found in most of their pixels: the same maps give the same bits.
  @Test func `overlaps are summed in the order of the sources`() throws {
    try withTemporaryFolder { folder in
      let (width, stars) = (20, 60)
      var (classes, segments) = (
        [UInt8](repeating: 0, count: width * stars), [Int32](repeating: 0, count: width * stars)
      )
      var numbers = segments
      var expected = 0.0
      for star in 0..<stars {
        let (area, found) = (11 + star % 9, 11 + star % 9 - star % 4)
        for column in 0..<area {
          (classes[star * width + column], segments[star * width + column]) = (1, Int32(star + 1))
          if column < found { numbers[star * width + column] = Int32(star + 1) }
        }
        expected += Double(found) / Double(area)
      }
      var document = FITSDocument()
      document.add(header: Header())
      document.add(
        SmallImage(shape: [stars, width], .bytes(classes)), header: Self.place, name: "CLASS")
      document.add(
        integers: segments, shape: [stars, width], header: Self.place, name: "SEGMENTS")
      let all = 0..<stars
      document.add(
        Table([
          Column(name: "NUMBER", values: .int32(all.map { Int32($0 + 1) })),
          Column(name: "RA", values: .double(all.map { 10 + Double($0) / 60 })),
          Column(name: "DEC", values: .double(all.map { _ in 0 })),
          Column(name: "CLASS", values: .string(all.map { _ in "star" })),
          Column(name: "MAG", values: .double(all.map { _ in 18 })),
        ]), name: "SOURCES")
      let path = "\(folder)/map-2.fits"
      try document.write(to: path, provenance: nil)
      let grid = LabelMap.Grid(
        name: "field 2", width: width, height: stars, wcs: try WCS(header: Self.place))
      let mapped = MappedField(
        path: "m", id: "2", classes: ["sky", "star"], values: numbers.map { $0 > 0 ? 1 : 0 },
        numbers: numbers,
        segments: Dictionary(
          uniqueKeysWithValues: all.map {
            (Int32($0 + 1), .init(sourceClass: "star", magnitude: 18))
          }), grid: grid)
      let counts = MapCounts(of: mapped, by: try TrueField(reading: path, on: grid))
      #expect(counts.segments[.bright]?["star"]?.found == stars)
      #expect(counts.segments[.bright]?["star"]?.overlap == expected)
    }
  }

  @Test func `pixels and segments are counted as they are on paper`() throws {
    try withTemporaryFolder { folder in
      let (truth, grid) = try truth(in: folder)
      // The star found in three of its four rows, the galaxy taken for a star, and a false galaxy of four pixels.
      var (values, numbers) = ([UInt8](repeating: 0, count: 32), [Int32](repeating: 0, count: 32))
      for row in 0..<4 {
        for column in 0..<8 {
          let place = row * 8 + column
          if column < 2, row < 3 { (values[place], numbers[place]) = (1, 1) }
          if column == 2 || column == 3 { (values[place], numbers[place]) = (1, 2) }
          if column == 6 { (values[place], numbers[place]) = (2, 3) }
        }
      }
      (values[7], values[15]) = (3, 1)
      let mapped = MappedField(
        path: "m", id: "1", classes: ["sky", "star", "galaxy", "artefact"], values: values,
        numbers: numbers,
        segments: [
          1: .init(sourceClass: "star", magnitude: 18),
          2: .init(sourceClass: "star", magnitude: 22),
          3: .init(sourceClass: "galaxy", magnitude: 20),
        ], grid: grid)
      let counts = MapCounts(of: mapped, by: truth)
      // Stars: 6 of 8 true and 14 told; the pixel without a label counts nowhere. Galaxies: 8 true, 4 told.
      #expect(counts.overlaps["star"] == .init(both: 6, either: 16))
      #expect(counts.overlaps["galaxy"] == .init(both: 0, either: 12))
      #expect(counts.artefacts.true == 1 && counts.artefacts.told == 1)
      let bright = counts.segments[.bright]
      #expect(bright?["star"] == .init(found: 1, overlap: 0.75, missed: 0, wrong: 0))
      #expect(bright?["galaxy"] == .init(found: 0, overlap: 0, missed: 0, wrong: 1))
      let faint = counts.segments[.faint]
      #expect(faint?["galaxy"] == .init(found: 0, overlap: 0, missed: 1, wrong: 0))
      #expect(faint?["star"] == .init(found: 0, overlap: 0, missed: 0, wrong: 1))
      #expect(counts.segments[.blends] == nil)
    }
  }
}
