import Cutouts
import FITS
import Foundation
import Planes
import Tensors
import TestSupport
import Testing

@Suite struct ResampledWindowTests {
  /// Gaussian light of the given total around a place.
  private func plane(_ x: Double, _ y: Double, width: Double, total: Double) -> PixelPlane {
    var pixels = [Float](repeating: 0, count: side * side)
    for row in 0..<side {
      for column in 0..<side {
        let (dx, dy) = (Double(column) - x, Double(row) - y)
        pixels[row * side + column] = Float(
          total * exp(-(dx * dx + dy * dy) / (2 * width * width)) / (2 * .pi * width * width))
      }
    }
    return PixelPlane(width: side, height: side, pixels: pixels)
  }

  private let side = 200

  @Test(arguments: [0.5, 0.73, 1, 1.31, 2, 2.6])
  func lightIsConservedAndCentred(ratio: Double) throws {
    for (x, y) in [(100.0, 100.0), (98.37, 97.91), (101.5, 102.5)] {
      let plane = plane(x, y, width: 2.5, total: 100)
      let pixels = Resampling.pixels(of: plane, x: x, y: y, size: 64, ratio: ratio)
      let sum = pixels.reduce(0.0) { $0 + Double($1) }
      #expect(abs(sum - 100) < 0.05, "\(ratio): \(sum)")
      var (cx, cy) = (0.0, 0.0)
      for (index, value) in pixels.enumerated() {
        cx += Double(value) * Double(index % 64) / sum
        cy += Double(value) * Double(index / 64) / sum
      }
      // Lanczos-3 moves light by up to a fiftieth of a pixel where all pixels move alike.
      #expect(abs(cx - 31.5) < 0.02 && abs(cy - 31.5) < 0.02, "\(ratio): \(cx) \(cy)")
    }
  }

  @Test func aConstantSkyStaysConstant() {
    let flat = PixelPlane(width: 120, height: 100, pixels: Array(repeating: 3, count: 12_000))
    for ratio in [0.6, 1, 1.7] {
      let pixels = Resampling.pixels(of: flat, x: 60.2, y: 49.9, size: 24, ratio: ratio)
      #expect(pixels.allSatisfy { abs(Double($0) - 3 * ratio * ratio) < 1e-4 })
    }
  }

  @Test func atItsOwnScaleAndPlaceAPixelIsItself() {
    let plane = plane(60.5, 50.5, width: 2, total: 50)
    let pixels = Resampling.pixels(of: plane, x: 60.5, y: 50.5, size: 16, ratio: 1)
    for y in 0..<16 {
      for x in 0..<16 {
        #expect(abs(pixels[y * 16 + x] - plane.pixels[(y + 43) * side + x + 53]) < 1e-6)
      }
    }
  }

  @Test func whatIsOutsideOrMissingIsMissing() {
    var plane = plane(60, 50, width: 2, total: 50)
    let outside = Resampling.pixels(of: plane, x: 0.3, y: 50, size: 20, ratio: 1)
    for (index, value) in outside.enumerated() {
      // The frame begins in the middle of the cutout.
      #expect(value.isNaN == (index % 20 < 9), "\(index % 20)")
    }
    var pixels = plane.pixels
    pixels[50 * side + 60] = .nan
    plane = PixelPlane(width: side, height: side, pixels: pixels)
    let holed = Resampling.pixels(of: plane, x: 60.5, y: 50.5, size: 20, ratio: 1)
    #expect(holed.count { $0.isNaN } == 1 && holed[9 * 20 + 9].isNaN)
  }

  @Test func aSetMayHaveAnotherPixelScale() throws {
    try withTemporaryFolder { folder in
      let layouts = Layouts(folder: folder)
      let reference = try layouts.reference()
      let found = try layouts.ingest(["\(folder)/sdss"], into: "set") {
        $0.pixelScale = 0.2
        $0.weights = .always
      }
      let set = found.set
      #expect(set.pixelScale == 0.2)
      let ratio = 0.2 / reference.pixelScale
      for star in layouts.sky.stars {
        func nearest(_ set: CutoutSet) -> Int? {
          set.records.indices.min {
            hypot(set.records[$0].x - star.x, set.records[$0].y - star.y)
              < hypot(set.records[$1].x - star.x, set.records[$1].y - star.y)
          }
        }
        let (index, other) = (try #require(nearest(set)), try #require(nearest(reference)))
        let (record, known) = (set.records[index], reference.records[other])
        guard hypot(record.x - star.x, record.y - star.y) < 1, known.flags == [] else { continue }
        #expect(record.offsets.allSatisfy { $0 == -0.5 })
        #expect(abs(record.mag - known.mag) < 1e-5)
        #expect(abs(Double(record.a / known.a) * ratio - 1) < 1e-5)
        // A smaller pixel has its share of the light, and no more than its share of the noise.
        #expect(record.noise[2] < known.noise[2] * Float(ratio * ratio) * 1.001)
        let inverse = try #require(set.inverseVariance(index))
        // The noise told is the mean over the phases that the new pixels have to the old ones.
        let variance = inverse[2048..<3072].reduce(0) { $0 + 1 / $1 } / 1024
        #expect(abs(variance / (record.noise[2] * record.noise[2]) - 1) < 1e-3)
      }
    }
  }
}
