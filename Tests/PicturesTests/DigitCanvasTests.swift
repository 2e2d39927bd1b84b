import FITS
import Files
import Foundation
import Labels
import Tensors
import TestSupport
import Testing

@testable import Pictures

@Suite struct DigitCanvasTests {
  /// Three digits of 4×4 pixels: nothing, half light, full light in their upper row.
  private static let images: [UInt8] =
    [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 4]
    + [UInt8](repeating: 0, count: 16) + [UInt8](repeating: 128, count: 16)
    + [UInt8](repeating: 255, count: 4) + [UInt8](repeating: 0, count: 12)
  private static let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 3, 7, 1, 9]

  private func files(in folder: String) throws -> [String] {
    try [("a-images-idx3-ubyte", Self.images), ("a-labels-idx1-ubyte", Self.labels)].map {
      name, bytes in
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      return "\(folder)/\(name)"
    }
  }

  private func ingestion(_ folder: String, _ name: String, count: Int = 3, seed: UInt64 = 4)
    -> CanvasIngestion
  {
    CanvasIngestion(
      out: "\(folder)/\(name)", labels: "\(folder)/\(name)-labels", count: count, seed: seed,
      replacing: false, provenance: Provenance(command: "test"))
  }

  /// A digit owns the pixels to which it gives most light, the upper row above the others.
  @Test func `a pixel belongs to the digit that gives it most`() throws {
    try withTemporaryFolder { folder in
      let file = try DigitImages(reading: files(in: folder)[0])
      var random = RandomNumbers(seed: 1)
      let canvas = DigitCanvas(of: file, side: 10, random: &random)
      #expect(DigitCanvas.digits.contains(canvas.placed.count))
      var light = [Float](repeating: 0, count: 100)
      var (most, owner) = (light, [Int32](repeating: 0, count: 100))
      for (number, digit) in canvas.placed.enumerated() {
        #expect((0...6).contains(digit.x) && (0...6).contains(digit.y))
        for y in 0..<4 {
          for x in 0..<4 {
            let own: Float = digit.image == 1 ? 128 / 255 : digit.image == 2 && y == 3 ? 1 : 0
            let place = (digit.y + y) * 10 + digit.x + x
            light[place] += own
            if own > most[place] { (most[place], owner[place]) = (own, Int32(number + 1)) }
          }
        }
      }
      #expect(canvas.owners == owner)
      for place in light.indices {
        // Five times the noise and more never comes among a hundred.
        #expect(abs(canvas.light[place] - light[place]) < 0.5)
      }
    }
  }

  @Test func `canvases are frames with a label map each, the same by the same seed`() throws {
    try withTemporaryFolder { folder in
      let files = try files(in: folder)
      let digits = try ingestion(folder, "one").run(files: files)
      #expect((12...24).contains(digits))
      _ = try ingestion(folder, "two", count: 2).run(files: files)
      for name in ["canvas-4-00001", "canvas-4-00002"] {
        let frame = try FITSFile(reading: "\(folder)/one/\(name).fits")
        let same = try FITSFile(reading: "\(folder)/two/\(name).fits")
        #expect(try frame.image(of: 0).pixels == same.image(of: 0).pixels)
        #expect(try frame.header(of: 0).string("FILTER") == "grey")
        let grid = LabelMap.Grid(
          name: name, width: 128, height: 128, wcs: try WCS(header: frame.header(of: 0)))
        let map = try LabelMap(reading: "\(folder)/one-labels/map-\(name).fits", on: grid)
        #expect(map.classes.count == 11 && map.classes[0] == "background")
        #expect(map.classes[8] == "digit 7" && map.remarks.isEmpty)
        // Digit 7 has no light.
        #expect(Set(map.values).isSubset(of: [0, 2, 10]))
      }
      let said = sentence { _ = try ingestion(folder, "one").run(files: files) }
      #expect(
        said
          == "cannot write canvases to \(folder)/one: it holds canvas-4-00001.fits; name an empty "
          + "folder, or give --replace")
      let one = sentence { _ = try ingestion(folder, "three").run(files: [files[0]]) }
      #expect(
        one
          == "cannot make canvases of \(files[0]): give one IDX file of images and the one of their "
          + "labels")
    }
  }
}
