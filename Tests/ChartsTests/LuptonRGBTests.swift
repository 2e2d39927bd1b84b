import Charts
import Foundation
import Testing

/// The formula of Lupton et al. (2004) against values worked out by hand.
@Suite struct LuptonRGBTests {
  /// α = 2, Q = 1, m = 0: for (3, 2, 1) I = 2 and F = asinh(4) = ln(4 + √17) = 2.0947.
  @Test func handWorked() throws {
    let lupton = LuptonRGB(alpha: 2, softening: 1)
    #expect(abs(lupton.brightness(2) - log(4 + 17.0.squareRoot())) < 1e-14)
    // r·F/I = 3.1421, 2.0947, 1.0474; divided by the largest: 1, 2/3, 1/3.
    let bright = try #require(lupton.colour(red: 3, green: 2, blue: 1))
    #expect(abs(bright.red - 1) < 1e-14)
    #expect(abs(bright.green - 2 / 3.0) < 1e-14)
    #expect(abs(bright.blue - 1 / 3.0) < 1e-14)
    // Faint: I = 0.02, F = asinh(0.04) = 0.0399893; 0.03·F/I = 0.0599840.
    let faint = try #require(lupton.colour(red: 0.03, green: 0.02, blue: 0.01))
    #expect(abs(faint.red - 0.0599840) < 1e-7)
    #expect(abs(faint.blue - 0.0199947) < 1e-7)
  }

  @Test func brightnessReachesOneWhereTheCommentSays() {
    let lupton = LuptonRGB(alpha: 0.7, softening: 8, minimum: 0.25)
    #expect(abs(lupton.brightness(0.25 + sinh(8) / (0.7 * 8)) - 1) < 1e-12)
    #expect(lupton.brightness(0.25) == 0)
  }

  @Test func hueDoesNotDependOnBrightness() throws {
    let lupton = LuptonRGB(alpha: 5)
    for factor in [1e-4, 1e-2, 1, 100, 1e9] {
      let colour = try #require(
        lupton.colour(red: 3 * factor, green: 2 * factor, blue: factor))
      #expect(abs(colour.red / colour.blue - 3) < 1e-9)
      #expect((0...1).contains(colour.red))
    }
  }

  @Test func pixelsWithoutFluxAndBelowTheMinimum() {
    let lupton = LuptonRGB(alpha: 1)
    #expect(lupton.colour(red: .nan, green: 1, blue: 1) == nil)
    let dark = lupton.colour(red: -1, green: -2, blue: 1)
    #expect(dark?.red == 0 && dark?.green == 0 && dark?.blue == 0)
    let negative = lupton.colour(red: -1, green: 4, blue: 1)
    #expect(negative?.red == 0)
  }

  @Test func planesAreMovedByTheirOffsets() {
    // A ramp in x and y: the value at (x + 0.25, y − 0.5).
    let ramp = (0..<16).map { Float($0 % 4) + 10 * Float($0 / 4) }
    let cutout = CutoutMosaic.Cutout(
      red: ramp, green: ramp, blue: ramp, size: 4,
      offsets: [(x: 0.25, y: -0.5), (x: 0, y: 0), (x: 99, y: .nan)])
    #expect(cutout.red[2 * 4 + 1] == 1.25 + 15)
    #expect(cutout.red[0] == 0.25)
    #expect(cutout.green == ramp)
    #expect(cutout.blue[4] == 13)
  }

  @Test func firstRowIsAtTheBottom() {
    let picture = LuptonRGB(alpha: 100).picture(
      red: [9, 0, 0, .nan], green: [0, 9, 0, 0], blue: [0, 0, 9, 0], size: 2)
    #expect(picture.bytes == [0, 0, 255, 112, 112, 112, 255, 0, 0, 0, 255, 0])
  }

  @Test func fittedToTheNoise() {
    var dice = Dice(seed: 6)
    let sky = (0..<40_000).map { _ in Float(0.3 + 0.01 * dice.normal()) }
    let lupton = LuptonRGB(fitting: [(sky, sky, sky)])
    #expect(abs(lupton.minimum - 0.3) < 0.001)
    #expect(abs(lupton.alpha - 8) < 0.3)
    // Twice the noise gets half the weight; the weights' product stays 1.
    let noisy = LuptonRGB(fitting: [(sky.map { 2 * $0 }, sky, sky)])
    #expect(abs(noisy.weights.x / noisy.weights.y - 0.5) < 1e-6)
    #expect(abs(noisy.weights.x * noisy.weights.y * noisy.weights.z - 1) < 1e-12)
    let flat = [Float](repeating: 1, count: 9)
    #expect(LuptonRGB(fitting: [(flat, flat, flat)]).alpha.isFinite)
    #expect(LuptonRGB(fitting: []).alpha.isFinite)
  }
}
