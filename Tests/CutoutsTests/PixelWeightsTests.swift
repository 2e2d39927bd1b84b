import Cutouts
import FITS
import Foundation
import Tensors
import TestSupport
import Testing

/// Inverse variances and masks of a cutout set on their way into a loss.
@Suite struct PixelWeightsTests {
  /// A set whose g band has a mask and uncertainties that differ from pixel to pixel.
  private func makeSet(_ folder: String) throws -> CutoutSet {
    let layouts = Layouts(folder: folder)
    var document = FITSDocument()
    for band in ["g", "r"] {
      let plane = layouts.sky.plane(band)
      let header = layouts.sky.header(band)
      let shape = [plane.height, plane.width]
      document.add(Image(shape: shape, pixels: plane.pixels), header: header, name: "SCI_\(band)")
      let inverse = plane.pixels.indices.map { Float(2500) / Float(1 + $0 % 4) }
      document.add(Image(shape: shape, pixels: inverse), header: header, name: "IVAR_\(band)")
      let marked = plane.pixels.indices.map { band == "g" && $0 % 7 == 0 ? Float(1) : 0 }
      document.add(Image(shape: shape, pixels: marked), header: header, name: "MASK_\(band)")
    }
    try document.write(to: "\(folder)/all.fits")
    return try layouts.ingest(["\(folder)/all.fits"], into: "set") { $0.bands = ["g", "r"] }.set
  }

  @Test(arguments: [Stretch.Kind.asinh, .peak, .linear])
  func weightsAreInverseVariancesInUnitsOfTheSkys(kind: Stretch.Kind) throws {
    try withTemporaryFolder { folder in
      let set = try makeSet(folder)
      let stretch = try Stretch(kind, fittedTo: set, crop: 24)
      let data = try StretchedCutouts(set, stretch: stretch, weights: .inverseVariance)
      #expect(data.hasWeights)
      let indices = [set.count - 1, 0, 5]
      let weights = try #require(try data.weights(indices))
      #expect(weights.shape == [3, 24, 24, 2])
      var zeros = 0
      for (slot, index) in indices.enumerated() {
        let (record, inverse) = (set.records[index], try #require(set.inverseVariance(index)))
        for y in 0..<24 {
          for x in 0..<24 {
            for band in 0..<2 {
              let sky = record.noise[band] * record.noise[band]
              let expected = min(1, inverse[(band * 32 + y + 4) * 32 + x + 4] * sky)
              let found = weights.values[((slot * 24 + y) * 24 + x) * 2 + band]
              #expect(found == expected)
              if found == 0 { zeros += 1 }
            }
          }
        }
      }
      // Every seventh pixel of g is masked.
      #expect(zeros > 3 * 24 * 24 / 8)
      #expect(try StretchedCutouts(set, stretch: stretch).weights(indices) == nil)
    }
  }

  @Test func whatCannotBeWeighedGetsASentence() throws {
    try withTemporaryFolder { folder in
      let set = try makeSet(folder)
      let matched = try Stretch(.matched, fittedTo: set)
      #expect(
        sentence { _ = try StretchedCutouts(set, stretch: matched, weights: .inverseVariance) }
          == "cannot weigh pixels by their inverse variance under the stretch matched, which makes "
          + "new pixels of many; choose --stretch peak, asinh or linear, or --weights none")
      let bare = try Layouts(folder: folder).reference()
      let peak = try Stretch(.peak, fittedTo: bare)
      #expect(
        sentence { _ = try StretchedCutouts(bare, stretch: peak, weights: .inverseVariance) }
          == "the cutout set \(bare.folder) has no inverse variances to weigh pixels by; ingest it "
          + "with --weights always, or train with --weights none")
    }
  }
}
