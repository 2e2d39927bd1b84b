import Cutouts
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct StretchTests {
  private func stretch(
    _ kind: Stretch.Kind, bands: Int = 2, size: Int = 12, softening: Float = 1,
    apodisation: Float? = 0, crop: Int? = nil
  ) throws -> Stretch {
    try Stretch(
      kind, bands: Array("ugriz").prefix(bands).map(String.init), cutoutSize: size,
      pixelScale: 0.396, typicalNoise: Array(repeating: 0.5, count: bands), softening: softening,
      apodisation: apodisation, crop: crop)
  }

  /// Random pixels `[band, y, x]` over many magnitudes.
  private func pixels(_ count: Int, seed: UInt64 = 3) -> [Float] {
    var random = RandomNumbers(seed: seed)
    return (0..<count).map { _ in
      Float(random.normal() * exp(random.uniform(in: -8..<12)))
    }
  }

  @Test(arguments: [8, 12, 13, 64])
  func asinhIsInUnitsOfTheFramesNoise(size: Int) throws {
    let stretch = try stretch(.asinh, size: size, softening: 2)
    let input = pixels(2 * size * size)
    let (noise, sky): ([Float], [Float]) = ([0.1, 3], [0.05, -1])
    let output = stretch.apply(to: input, noise: noise, sky: sky)
    var worst = 0.0
    for band in 0..<2 {
      for pixel in 0..<size * size {
        let x = Double(input[band * size * size + pixel] - sky[band]) / Double(2 * noise[band])
        let expected = asinh(x) / 3
        worst = max(worst, abs(Double(output[pixel * 2 + band]) - expected) / (1 + abs(expected)))
      }
    }
    #expect(worst < 4e-7)
  }

  @Test func asinhIsOddAndHoldsAtTheEnds() throws {
    let stretch = try stretch(.asinh, bands: 1, size: 4)
    let input: [Float] = [
      0, -0, 1, -1, 1e-8, -1e-8, 1e30, -1e30, 3e38, -3e38, 7, -7, 1e-37, -1e-37, 100, -100,
    ]
    let output = stretch.apply(to: input, noise: [1], sky: [0])
    #expect(output[0] == 0)
    for pair in stride(from: 0, to: 16, by: 2) {
      #expect(output[pair] == -output[pair + 1])
      #expect(output[pair].isFinite)
    }
    #expect(abs(Double(output[2]) - asinh(1.0) / 3) < 1e-7)
    #expect(abs(Double(output[14]) - asinh(100.0) / 3) < 1e-6)
  }

  @Test func linearIsLightOverNoise() throws {
    let input = pixels(2 * 144)
    let output = try stretch(.linear).apply(to: input, noise: [0.5, 0.25], sky: [1, 0])
    for pixel in 0..<144 {
      #expect(output[2 * pixel] == (input[pixel] - 1) * 2)
      #expect(output[2 * pixel + 1] == input[144 + pixel] * 4)
    }
  }

  @Test func peakMakesBrightnessUnimportant() throws {
    // The highest pixel of the central 4×4 is 20 in the first band; in the second all is faint, so
    // that 5 σ rule. A neighbour outside of the centre does not count and is clipped.
    var input = Array(repeating: Float(0), count: 2 * 144)
    input[6 * 12 + 6] = 20
    input[6 * 12 + 7] = 10
    input[1] = 100
    input[2] = -100
    input[144 + 5 * 12 + 5] = 0.5
    let output = try stretch(.peak).apply(to: input, noise: [1, 1], sky: [0, 0])
    #expect(output[2 * (6 * 12 + 6)] == 1)
    #expect(output[2 * (6 * 12 + 7)] == 0.5)
    #expect(output[2] == 1.5)
    #expect(output[4] == -1)
    #expect(output[2 * (5 * 12 + 5) + 1] == 0.1)
    let brighter = try stretch(.peak).apply(to: input.map { $0 * 8 }, noise: [1, 1], sky: [0, 0])
    #expect(stride(from: 0, to: 288, by: 2).allSatisfy { brighter[$0] == output[$0] })
  }

  @Test func theTaperIsAGaussianAroundTheCentre() throws {
    let input = Array(repeating: Float(1), count: 2 * 144)
    let output = try stretch(.linear, apodisation: 5).apply(
      to: input, noise: [1, 1], sky: [0, 0])
    for y in 0..<12 {
      for x in 0..<12 {
        let square = pow(Double(x) - 5.5, 2) + pow(Double(y) - 5.5, 2)
        #expect(abs(Double(output[2 * (y * 12 + x)]) - exp(-square / 50)) < 1e-6)
      }
    }
    #expect(try stretch(.peak, apodisation: nil).apodisation == 5)
    #expect(try stretch(.asinh, apodisation: nil).apodisation == 0)
  }

  @Test func aCropIsTheCentre() throws {
    let input = pixels(2 * 144)
    let whole = try stretch(.linear).apply(to: input, noise: [1, 1], sky: [0, 0])
    let crop = try stretch(.linear, crop: 4)
    #expect(crop.imageShape == [4, 4, 2])
    let output = crop.apply(to: input, noise: [1, 1], sky: [0, 0])
    for y in 0..<4 {
      for x in 0..<4 {
        for band in 0..<2 {
          #expect(output[(y * 4 + x) * 2 + band] == whole[((y + 4) * 12 + x + 4) * 2 + band])
        }
      }
    }
  }

  @Test(arguments: [Float.nan, 0, -1, .infinity])
  func unknownNoiseIsReplacedByTheTypicalOne(noise: Float) throws {
    let input = pixels(2 * 144)
    for kind in Stretch.Kind.allCases where kind != .matched {
      let stretch = try stretch(kind)
      #expect(
        stretch.apply(to: input, noise: [noise, 0.2], sky: [.nan, 0])
          == stretch.apply(to: input, noise: [0.5, 0.2], sky: [0, 0]))
    }
  }

  @Test func isStoredAsJSON() throws {
    let stretch = try stretch(.peak, softening: 3, apodisation: nil, crop: 8)
    let data = try JSONEncoder().encode(stretch)
    #expect(try JSONDecoder().decode(Stretch.self, from: data) == stretch)
  }

  @Test func impossibleSettingsGetSentences() {
    #expect(
      sentence { _ = try stretch(.peak, crop: 16) }
        == "cannot keep the central 16×16 pixels of cutouts of 12×12; choose 4 to 12")
    #expect(
      sentence { _ = try stretch(.asinh, softening: 0) }
        == "a stretch needs a positive softening and an apodisation of 0 or more pixels, not 0.0 "
        + "and 0.0")
  }
}
