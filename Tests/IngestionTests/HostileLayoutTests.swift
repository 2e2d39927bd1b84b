import Cutouts
import FITS
import Files
import Foundation
import Ingestion
import Tensors
import TestSupport
import Testing

/// Every layout, damaged in seeded ways: ingesting ends in a sentence or a whole set.
@Suite struct HostileLayoutTests {
  private static let keywords = [
    "BITPIX", "NAXIS", "NAXIS1", "NAXIS2", "NAXIS3", "PCOUNT", "GCOUNT", "XTENSION", "EXTNAME",
    "FILTER", "BAND", "BANDS", "BAND0", "BAND1", "IMAGETYP", "BUNIT", "BSCALE", "BZERO", "BLANK",
    "SOFTBIAS", "FLUX20", "NMGY", "GAIN", "SATURATE", "MAGZERO", "CTYPE1", "CTYPE2", "CRPIX1",
    "CRPIX2", "CRVAL1", "CRVAL2", "CD1_1", "CD1_2", "CD2_2", "A_ORDER", "ZIMAGE", "END", "CHECKSUM",
  ]
  private static let values = [
    "-1", "0", "1", "3", "64", "65536", "2147483648", "9223372036854775807", "1E400", "-1E-40",
    "nan", "T", "F", "''", "'r'", "'g'", "'INVVAR'", "'MASKBITS'", "'grz'", "'IMAGE'", "'BINTABLE'",
    "'DEC--TAN'", "'RA---TPV'", "1E30", "-1E30", "0.5", "",
  ]

  private struct Mutation {
    var random: RandomNumbers

    mutating func pick<Element>(_ list: [Element]) -> Element {
      list[Int(random.uniform(in: 0..<Double(list.count)))]
    }

    mutating func number(_ count: Int) -> Int { Int(random.uniform(in: 0..<Double(count))) }

    mutating func apply(to bytes: inout Data) {
      let cards = Self.cards(bytes)
      switch number(5) {
      case 0: bytes = bytes.prefix(number(bytes.count))
      case 1:
        for _ in 0...number(16) { bytes[number(bytes.count)] ^= 1 << UInt8(number(8)) }
      case 2: Self.write(pick(HostileLayoutTests.values), at: pick(cards) + 10, 70, &bytes)
      case 3:
        let line =
          pick(HostileLayoutTests.keywords).padding(toLength: 8, withPad: " ", startingAt: 0)
          + "= " + pick(HostileLayoutTests.values)
        Self.write(line, at: pick(cards), 80, &bytes)
      default:
        // Another value for a keyword that is there: what layouts are told by.
        let known = cards.filter { start in
          let name = String(decoding: bytes[start..<start + 8], as: UTF8.self)
          return HostileLayoutTests.keywords.contains(name.trimmingCharacters(in: .whitespaces))
        }
        Self.write(
          pick(HostileLayoutTests.values), at: pick(known.isEmpty ? cards : known) + 10, 70, &bytes)
      }
    }

    private static func write(_ text: String, at start: Int, _ width: Int, _ bytes: inout Data) {
      guard start + width <= bytes.count else { return }
      let padded = text.padding(toLength: width, withPad: " ", startingAt: 0)
      bytes.replaceSubrange(start..<start + width, with: Array(padded.utf8))
    }

    /// Where header cards begin.
    private static func cards(_ bytes: Data) -> [Int] {
      stride(from: 0, to: max(80, bytes.count - 80), by: 80).filter { start in
        start + 9 < bytes.count && bytes[start + 8] == UInt8(ascii: "=")
          && bytes[start..<start + 8].allSatisfy { $0 == 0x20 || (0x30...0x5a).contains($0) }
      } + [0]
    }
  }

  private func small() -> PaintedSky {
    var sky = PaintedSky()
    (sky.width, sky.height) = (72, 64)
    sky.stars = [.init(x: 36, y: 32), .init(x: 20, y: 40, flux: 50), .init(x: 52, y: 22)]
    return sky
  }

  /// Files of a layout, and how they are ingested.
  private func write(_ layout: String, _ folder: String) throws -> [String] {
    let layouts = Layouts(sky: small(), folder: folder)
    switch layout {
    case "one file a band":
      return try ["g", "r"].map { try layouts.write($0, as: "sky-\($0).fits") }
    case "no names":
      return try ["g", "r"].map { try layouts.write($0, as: "a\($0 == "g" ? 7 : 9).fits") }
    case "raw SDSS":
      return try ["g", "r"].map { band in
        try layouts.write(band, as: "fpC-000094-\(band)2-0017.fit") {
          $0.set("SOFTBIAS", 1000)
          $0.set("FLUX20", 2000.0)
          $0.set("SATURATE", 0.5)
        }
      }
    case "extensions":
      var document = FITSDocument()
      for band in ["g", "r"] {
        let plane = layouts.sky.plane(band)
        let image = Image(shape: [plane.height, plane.width], pixels: plane.pixels)
        document.add(image, header: layouts.sky.header(band), name: "SCI_\(band)")
        document.add(
          Image(shape: image.shape, pixels: plane.pixels.map { _ in 100 }),
          header: layouts.sky.header(band), name: "IVAR_\(band)")
      }
      try document.write(to: "\(folder)/all.fits")
      return ["\(folder)/all.fits"]
    default:
      let plane = layouts.sky.plane("r")
      var header = layouts.sky.header("r")
      header.set("BANDS", "gr")
      var document = FITSDocument()
      let cube = Image(shape: [2, 64, 72], pixels: plane.pixels + plane.pixels)
      for type in ["IMAGE", "INVVAR", "MASKBITS"] {
        header.set("IMAGETYP", .string(type))
        document.add(
          type == "INVVAR" ? Image(shape: cube.shape, pixels: cube.pixels.map { _ in 9 }) : cube,
          header: header)
      }
      try document.write(to: "\(folder)/cube.fits")
      return ["\(folder)/cube.fits"]
    }
  }

  /// Files a layout; the variable makes long runs (with a sanitizer, say) possible.
  private static let rounds =
    ProcessInfo.processInfo.environment["GALAXY_AEP_MUTATIONS"].flatMap(Int.init) ?? 90

  @Test(arguments: [
    "one file a band", "no names", "raw SDSS", "extensions", "cube", "ready-made",
  ])
  func mutationsOfEveryLayoutEndInASentenceOrAWholeSet(layout: String) throws {
    try withTemporaryFolder { folder in
      let paths = try write(layout, folder)
      let whole = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      var complaints = 0
      for seed in 0..<Self.rounds {
        var mutation = Mutation(random: RandomNumbers(seed: UInt64(seed)))
        let victim = mutation.number(paths.count)
        var bytes = whole[victim]
        for _ in 0...mutation.number(3) where bytes.count == whole[victim].count {
          mutation.apply(to: &bytes)
        }
        try bytes.write(to: URL(fileURLWithPath: paths[victim]))
        var settings = IngestSettings()
        settings.bands = ["g", "r"]
        settings.size = 16
        settings.readyMade = layout == "ready-made"
        var ingestion = Ingestion(
          settings, out: "\(folder)/out", provenance: Provenance(command: "galaxy-aep ingest"),
          workers: Workers(threads: 1))
        ingestion.decoder = nil
        let text = sentence { _ = try ingestion.run(files: paths) }
        if text == "no error" {
          let set = try CutoutSet(opening: "\(folder)/out")
          for index in 0..<set.count { #expect(set.cutout(index).count == 512) }
        } else {
          complaints += 1
          #expect(text.contains(" ") && !text.contains("\n"), "\(text)")
          let left =
            (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/out")) ?? []
          // Whole files of fields before the broken one stay for the next try.
          for name in left {
            #expect(name.hasSuffix(".fits"))
            #expect(
              try FITSFile(reading: "\(folder)/out/\(name)").checksumVerdict(of: 0) == .correct)
          }
        }
        try? FileManager.default.removeItem(atPath: "\(folder)/out")
        try whole[victim].write(to: URL(fileURLWithPath: paths[victim]))
      }
      #expect(complaints > Self.rounds / 4 && complaints < Self.rounds)
    }
  }

  @Test func namesWithBracketsAreOnlyNames() throws {
    try withTemporaryFolder { folder in
      let layouts = Layouts(sky: small(), folder: folder)
      let paths = try ["g", "r"].map {
        try layouts.write($0, as: "x(!y)[1] |cat -\($0)- [bin 2].fits")
      }
      let found = try layouts.ingest(paths, into: "a [set](x)") {
        $0.bands = ["g", "r"]
        $0.size = 16
      }
      #expect(found.set.count > 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3)
    }
  }
}
