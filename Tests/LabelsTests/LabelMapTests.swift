import FITS
import Foundation
import Labels
import TestSupport
import Testing

@Suite struct LabelMapTests {
  private static func header(shift: Double = 0) -> Header {
    var header = Header()
    header.set("CTYPE1", "RA---TAN")
    header.set("CTYPE2", "DEC--TAN")
    header.set("CRVAL1", .double(150))
    header.set("CRVAL2", .double(2))
    header.set("CRPIX1", .double(10 + shift))
    header.set("CRPIX2", .double(10))
    header.set("CD1_1", .double(-1e-4))
    header.set("CD1_2", .double(0))
    header.set("CD2_1", .double(0))
    header.set("CD2_2", .double(1e-4))
    return header
  }

  private static func grid() throws -> LabelMap.Grid {
    LabelMap.Grid(name: "band r of field F", width: 6, height: 4, wcs: try WCS(header: header()))
  }

  /// What a user reads of a map of the given pixels.
  private static func said(
    _ pixels: [Float], shape: [Int] = [4, 6], _ header: Header = Self.header(), in folder: String
  ) throws -> String {
    var document = FITSDocument()
    document.add(Image(shape: shape, pixels: pixels), header: header)
    let path = "\(folder)/m.fits"
    try document.write(to: path)
    return sentence { _ = try LabelMap(reading: path, on: grid()) }
      .replacingOccurrences(of: folder, with: "D")
  }

  private static func check(
    _ pixels: [Float], shape: [Int] = [4, 6], _ header: Header = Self.header(), in folder: String,
    says exact: String? = nil, holds part: String = ""
  ) throws {
    let said = try said(pixels, shape: shape, header, in: folder)
    if let exact { #expect(said == exact) }
    #expect(said.contains(part) || part.isEmpty)
  }

  @Test func `a map of whole numbers is read as it is, with the names of its classes`() throws {
    try withTemporaryFolder { folder in
      var header = Self.header()
      header.set("CLASSES", "sky, sun,moon")
      var document = FITSDocument()
      let values: [UInt8] = (0..<24).map { $0 == 5 ? 255 : $0 % 3 }
      document.add(SmallImage(shape: [4, 6], .bytes(values)), header: header, name: "CLASS")
      try document.write(to: "\(folder)/m.fits")
      let map = try LabelMap(reading: "\(folder)/m.fits", on: Self.grid())
      #expect(map.values == values)
      #expect(map.classes == ["sky", "sun", "moon"])
      #expect(map.remarks.isEmpty)
      // Numbers as other programs write them: 16 bits, 32 bits, floats.
      var others = FITSDocument()
      others.add(
        SmallImage(shape: [4, 6], .shorts(values.map { Int16($0) }, scale: 1)), header: header,
        name: "SEG")
      try others.write(to: "\(folder)/s.fits")
      #expect(try LabelMap(reading: "\(folder)/s.fits", on: Self.grid()).values == values)
      var words = FITSDocument()
      words.add(integers: values.map { Int32($0) }, shape: [4, 6], header: header)
      try words.write(to: "\(folder)/w.fits")
      #expect(try LabelMap(reading: "\(folder)/w.fits", on: Self.grid()).values == values)
    }
  }

  @Test func `a map that is not of the frame is refused in a sentence`() throws {
    try withTemporaryFolder { folder in
      let start = "cannot use D/m.fits as the label map of band r of field F: "
      let good = [Float](repeating: 1, count: 24)
      try Self.check(
        [Float](repeating: 1, count: 20), shape: [5, 4], in: folder,
        says: start
          + "it has 4×5 pixels, the frame 6×4; give the map that was made on this frame's pixels")
      var holed = good
      holed[7] = .nan
      try Self.check(
        holed, in: folder,
        says: start + "its pixel (2, 2) is no number; write 255 where there is no label")
      var strange = good
      strange[23] = 7
      try Self.check(
        strange, in: folder,
        says: start
          + "its pixel (6, 4) is 7, which is no class (0 sky, 1 star, 2 galaxy, 3 artefact, 255 no label); "
          + "change it, or name the classes in its keyword CLASSES")
      strange[23] = 0.5
      try Self.check(strange, in: folder, holds: "its pixel (6, 4) is 0.5, which is no class")
      for value in [-1, 256, 1e30, Float.infinity] {
        strange[23] = value
        try Self.check(strange, in: folder, holds: "which is no class")
      }
      try Self.check(
        [Float](repeating: 255, count: 24), in: folder,
        says: start + "all its pixels are 255, no label; give a map with classes in it")
      try Self.check(
        good, Self.header(shift: 3), in: folder,
        says: start
          + "its pixel (1, 1) lies 3.0 pixels off by its world coordinates; give the map of this frame, or take its world "
          + "coordinates out if they are wrong")
      var far = Self.header()
      far.set("CRVAL1", .double(330))
      far.set("CRVAL2", .double(-2))
      try Self.check(good, far, in: folder, holds: "by its world coordinates")
      var twice = Self.header()
      twice.set("CLASSES", "a,b,a")
      try Self.check(
        good, twice, in: folder, holds: "CLASSES = 'a,b,a' does not name 2 to 255 different")
    }
  }

  /// Its first plane was taken for the map.
  @Test func `a cube is no map, unless it has one plane`() throws {
    try withTemporaryFolder { folder in
      for planes in 1...3 {
        let path = "\(folder)/\(planes).fits"
        var document = FITSDocument()
        let values = [UInt8](repeating: 1, count: 24 * planes)
        document.add(
          SmallImage(shape: [planes, 4, 6], .bytes(values)), header: Self.header(), name: "CLASS")
        try document.write(to: path)
        let said = sentence { _ = try LabelMap(reading: path, on: Self.grid()) }
        if planes == 1 {
          #expect(try LabelMap(reading: path, on: Self.grid()).values == values)
        } else {
          #expect(
            said.contains("it is a cube of \(planes) planes where one is asked for"), "\(said)")
        }
      }
    }
  }

  @Test func `a map without world coordinates is taken at its word, and that is said`() throws {
    try withTemporaryFolder { folder in
      var document = FITSDocument()
      document.add(Image(shape: [4, 6], pixels: [Float](repeating: 2, count: 24)))
      let path = "\(folder)/m.fits"
      try document.write(to: path)
      let map = try LabelMap(reading: path, on: Self.grid())
      #expect(
        map.remarks.map { "\($0)" } == [
          "\(path): no world coordinates; its pixels are taken for those of band r of field F"
        ])
    }
  }

  @Test func `a field's map is the one that names it`() throws {
    try withTemporaryFolder { folder in
      for name in ["map-100-1-11", "map-100-1-111", "other"] {
        var header = Header()
        if name == "other" { header.set("FIELD", "100-1-12") }
        var document = FITSDocument()
        document.add(Image(shape: [1, 1], pixels: [0]), header: header)
        try document.write(to: "\(folder)/\(name).fits")
      }
      let files = try LabelMapFiles([folder])
      #expect(try files.path(of: "100-1-11") == "\(folder)/map-100-1-11.fits")
      #expect(try files.path(of: "100-1-111") == "\(folder)/map-100-1-111.fits")
      #expect(try files.path(of: "100-1-12") == "\(folder)/other.fits")
      #expect(
        sentence { _ = try files.path(of: "7") }
          == "cannot find the label map of field 7 among the 3 files of \(folder); name it map-7.fits, or say "
          + "FIELD = '7' in its header")
      #expect(
        sentence { _ = try files.path(of: "100") }
          == "cannot tell the label map of field 100: both \(folder)/map-100-1-11.fits and "
          + "\(folder)/map-100-1-111.fits are named after it; leave one out")
      let one = try LabelMapFiles(["\(folder)/other.fits"])
      #expect(try one.path(of: "whatever", isOnly: true) == "\(folder)/other.fits")
      #expect(
        sentence { _ = try LabelMapFiles(["\(folder)/nowhere"]) }
          == "cannot find the label maps \(folder)/nowhere; check the name")
    }
  }
}
