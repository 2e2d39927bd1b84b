import Files
import Foundation
import Ingestion
import TestSupport
import Testing

@Suite struct FirstLookTests {
  private func withSkies(_ fields: Int, _ body: (Layouts) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for field in 0..<fields {
        var sky = PaintedSky.crowd(6, 4, seed: UInt64(7 + field))
        sky.dec += Double(field)
        let layouts = Layouts(sky: sky, folder: folder)
        for band in PaintedSky.bands {
          _ = try layouts.write(band, as: "deep\(field)_\(band).fits")
        }
      }
      try body(Layouts(folder: folder))
    }
  }

  private func remove(_ name: String, _ layouts: Layouts) throws {
    try FileManager.default.removeItem(atPath: layouts.folder + "/" + name)
  }

  @Test func headersTellMostAndOneFrameTheRest() throws {
    try withSkies(2) { layouts in
      let look = try FirstLook(at: layouts.folder)
      #expect(look.fields.map(\.id) == ["deep0", "deep1"])
      #expect(look.bands == PaintedSky.bands && look.reference == "r")
      #expect(look.surveys == ["generic"] && look.problems.isEmpty && look.imageless.isEmpty)
      #expect(look.example == "deep0")
      #expect(look.sources == layouts.sky.stars.count)
      // A Gaussian of σ 1.4 pixels holds half of its light within 1.18 of them; a point with wings of that radius is 1.7
      // times as wide.
      let width = try #require(look.width)
      #expect(abs(width - 1.7 * 1.18 * 1.4) < 0.15)
      // 19.5 widths are 55 pixels: a step of eight from the usual 64.
      #expect(look.size == 64)
    }
  }

  /// Three bands of two fields are more frames than five bands of one.
  @Test func theBandsAreThoseInWhichMostFramesAreUsed() throws {
    try withSkies(2) { layouts in
      try remove("deep1_u.fits", layouts)
      let four = try FirstLook(at: layouts.folder)
      #expect(four.bands == ["g", "r", "i", "z"] && four.fields.count == 2)
      #expect(four.problems.isEmpty)
      for band in ["g", "z"] { try remove("deep1_\(band).fits", layouts) }
      let one = try FirstLook(at: layouts.folder)
      #expect(one.bands == PaintedSky.bands && one.fields.map(\.id) == ["deep0"])
      #expect(one.problems.count == 1)
      #expect(
        one.problems.first?.hasPrefix("deep1: field deep1 has no frame of band u, g, z; ") == true,
        "\(one.problems)")
    }
  }

  @Test func whatIsNoFrameIsTold() throws {
    try withTemporaryFolder { folder in
      #expect(
        sentence { _ = try FirstLook(at: folder) }
          == "the folder \(folder) holds no FITS files (.fits, .fit or .fts, also .gz, .bz2 or .fz); "
          + "name another folder or the files themselves")
      try Data("SIMPLE  = nonsense".utf8).write(to: URL(fileURLWithPath: folder + "/a.fits"))
      #expect(
        sentence { _ = try FirstLook(at: folder) }
          == "no file in \(folder) holds light; `galaxy-aep ingest \(folder) --explain` tells what each is "
          + "taken for")
    }
  }
}
