import Cutouts
import FITS
import Foundation
import Ingestion
import TestSupport
import Testing

@Suite struct CutoutFileTests {
  /// A frame as it comes, mirrored, and turned upside down: the header and pixels of each.
  private static func turned(
    _ sky: PaintedSky, _ band: String, mirror: Bool, flip: Bool
  ) -> (header: Header, pixels: [Float]) {
    let plane = sky.plane(band)
    var header = sky.header(band)
    var pixels = plane.pixels
    func change(_ keyword: String, _ body: (Double) -> Double) {
      header.set(keyword, .double(body(header.double(keyword) ?? .nan)))
    }
    for y in 0..<plane.height {
      for x in 0..<plane.width {
        let (i, j) = (mirror ? plane.width - 1 - x : x, flip ? plane.height - 1 - y : y)
        pixels[j * plane.width + i] = plane.pixels[y * plane.width + x]
      }
    }
    if mirror {
      change("CRPIX1") { Double(plane.width) + 1 - $0 }
      change("CD1_1") { -$0 }
      change("CD2_1") { -$0 }
    }
    if flip {
      change("CRPIX2") { Double(plane.height) + 1 - $0 }
      change("CD1_2") { -$0 }
      change("CD2_2") { -$0 }
    }
    return (header, pixels)
  }

  /// Every pixel of an exported cutout lies where the frame's own world coordinates have it.
  @Test(arguments: [nil, 0.6, 0.25], [(false, false), (true, false), (true, true)])
  func everyPixelLiesWhereTheFrameHasIt(_ scale: Double?, _ turn: (Bool, Bool)) throws {
    try withTemporaryFolder { folder in
      let layouts = Layouts(folder: folder)
      var frames: [String: (header: Header, pixels: [Float])] = [:]
      let paths = try PaintedSky.bands.map { band in
        let frame = Self.turned(layouts.sky, band, mirror: turn.0, flip: turn.1)
        frames[band] = frame
        var document = FITSDocument()
        document.add(Image(shape: [160, 200], pixels: frame.pixels), header: frame.header)
        let path = "\(folder)/frame-\(band)-000094-2-0017.fits"
        try document.write(to: path)
        return path
      }
      let set = try layouts.ingest(paths, into: "set") {
        $0.pixelScale = scale
        $0.weights = .always
      }.set
      let index = try #require(set.records.firstIndex { $0.edgeFraction == 0 })
      let file = try CutoutFile(of: set.records[index].id, in: set)
      #expect(file.isPlaced)
      let path = "\(folder)/one.fits"
      try file.document().write(to: path)
      let exported = try FITSFile(reading: path)
      #expect(exported.unitCount == 11)
      #expect(try exported.header(of: 0).string("ID") == set.records[index].id)
      #expect(try exported.header(of: 2).string("EXTNAME") == "u_INVVAR")
      for (band, name) in PaintedSky.bands.enumerated() {
        let header = try exported.header(of: 1 + 2 * band)
        #expect(header.string("EXTNAME") == name)
        let own = try WCS(header: header)
        let frame = try #require(frames[name])
        let whole = try WCS(header: frame.header)
        var places: [(x: Double, y: Double)] = []
        for row in 0..<32 { for column in 0..<32 { places.append((Double(column), Double(row))) } }
        let sky = try own.sky(x: places.map(\.x), y: places.map(\.y))
        let pixels = try whole.pixels(ra: sky.map(\.ra), dec: sky.map(\.dec))
        let record = set.records[index]
        let source = try whole.pixel(ra: record.ra, dec: record.dec)
        let ratio = (scale ?? whole.pixelScale) / whole.pixelScale
        let (dx, dy) = (Double(record.offsets[2 * band]), Double(record.offsets[2 * band + 1]))
        for place in places.indices {
          let across: Double = (pixels.x[place] - source.x) / ratio - (places[place].x - 16 - dx)
          let up: Double = (pixels.y[place] - source.y) / ratio - (places[place].y - 16 - dy)
          #expect(abs(across) < 0.01 && abs(up) < 0.01)
        }
        guard scale == nil else { continue }
        let image = try exported.plane(of: 1 + 2 * band)
        for place in places.indices {
          let (x, y) = (Int(pixels.x[place].rounded()), Int(pixels.y[place].rounded()))
          let (found, expected) = (image.pixels[place], frame.pixels[y * 200 + x])
          #expect(found == expected)
        }
      }
    }
  }

  @Test(arguments: [
    ("003918-3-0213-00042", "003918-3-0213-00042.fits"), ("1/obj", "1_obj.fits"),
    ("../../etc/passwd", "_.._.._etc_passwd.fits"), ("", "_.fits"), ("-rf", "_-rf.fits"),
    ("a b\n\u{1B}[31m;α", "a_b__31m__.fits"), (".hidden", "_.hidden.fits"), ("/", "_.fits"),
  ])
  func namesOfFilesAreHarmless(_ id: String, _ name: String) {
    let found = CutoutFile.fileName(of: id)
    if !id.contains("\u{1B}") { #expect(found == name) }
    #expect(found.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9._+-]*\.fits/) != nil, "\(found)")
    #expect(CutoutFile.fileName(of: String(repeating: "é/", count: 4000)).utf8.count < 200)
  }

  @Test func strangersAndNamesakesGetSentences() throws {
    try withTemporaryFolder { folder in
      let layouts = Layouts(folder: folder)
      let set = try layouts.ingest(layouts.sky.write(to: folder), into: "set").set
      #expect(
        sentence { _ = try CutoutFile(of: "nobody", in: set) }
          == "cannot export nobody: \(set.folder) has no source of that ID")
      let record = set.records[0]
      #expect(try CutoutFile(of: "\(record.field)/\(record.id)", in: set).isPlaced)
    }
  }
}
