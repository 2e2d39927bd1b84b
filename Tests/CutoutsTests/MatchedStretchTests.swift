import Cutouts
import Foundation
import Tensors
import Testing

/// Cutouts seen as if in one seeing.
@Suite struct MatchedStretchTests {
  @Test(arguments: [(0.0, 1.0), (0.37, 1.0), (-0.5, 0.8), (1.21, 1.31), (0.02, 0.61)])
  func `parabolas survive resampling`(offset: Double, step: Double) {
    let axis = AxisResampling(count: 24, centre: 32 + offset, step: step, length: 64)
    func parabola(_ x: Double) -> Double { 0.7 - 0.2 * x + 0.03 * x * x }
    for new in 0..<24 {
      let weights = axis.weights[4 * new..<4 * new + 4]
      #expect(abs(weights.reduce(0, +) - 1) < 1e-5)
      let sum = weights.enumerated().reduce(0.0) {
        $0 + Double($1.element) * parabola(Double(axis.first[new] + $1.offset - 32))
      }
      let place = offset + (Double(new) - 11.5) * step
      #expect(abs(sum - parabola(place)) < 2e-5 * (1 + abs(parabola(place))))
    }
  }

  @Test func `pixels on their places stay as they are`() {
    let axis = AxisResampling(count: 64, centre: 31.5, step: 1, length: 64)
    #expect(axis.energy == 1)
    for new in 0..<64 {
      for tap in 0..<4 {
        #expect(axis.weights[4 * new + tap] == (axis.first[new] + tap == new ? 1 : 0))
      }
    }
  }

  @Test func `what lies outside of the picture weighs nothing`() {
    let axis = AxisResampling(count: 64, centre: 32, step: 1.4, length: 64)
    for new in [0, 1, 62, 63] {
      #expect(axis.weights[4 * new..<4 * new + 4].allSatisfy { $0 == 0 })
      #expect((0...60).contains(axis.first[new]))
    }
    let far = AxisResampling(count: 8, centre: 1e12, step: 1, length: 64)
    #expect(far.weights.allSatisfy { $0 == 0 })
  }

  private let stretch: Stretch

  init() throws {
    stretch = try Stretch(
      .matched, bands: ["g", "r", "i"], cutoutSize: 64, pixelScale: 0.396,
      typicalNoise: [0.02, 0.02, 0.02], crop: 24)
  }

  /// A round source as three bands see it, each in its own seeing and place, above a sky.
  private func seen(
    flux: Double, widths: [Float], offsets: [Float], ownWidth: Double = 0,
    sky: [Float] = [0, 0, 0],
    noise: Float = 1e-4
  ) -> [Float] {
    var pixels: [Float] = []
    for band in 0..<3 {
      let seeing = Double(widths[band]) / 2.3548
      let variance = seeing * seeing + ownWidth * ownWidth * pow(Double(widths[band]) / 3.3, 2)
      for y in 0..<64 {
        for x in 0..<64 {
          let dx = Double(x) - 32 - Double(offsets[2 * band])
          let dy = Double(y) - 32 - Double(offsets[2 * band + 1])
          let light = flux / (2 * .pi * variance) * exp(-(dx * dx + dy * dy) / (2 * variance))
          pixels.append(Float(light) + sky[band])
        }
      }
    }
    let bytes = pixels.map(\.bitPattern.bigEndian)
    var image = [Float](repeating: .nan, count: 24 * 24 * 4)
    bytes.withUnsafeBytes { bytes in
      image.withUnsafeMutableBufferPointer {
        MatchedKernel(stretch, reference: 1).apply(
          MatchedKernel.Source(
            pixels: bytes, noise: [noise, noise, noise], sky: sky, offsets: offsets,
            widths: widths, hasHoles: false),
          to: $0)
      }
    }
    return image
  }

  private func difference(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
  }

  @Test func `a star looks the same in any seeing, place, brightness and sky`() {
    let reference = seen(flux: 100, widths: [3.3, 3.3, 3.3], offsets: [0, 0, 0, 0, 0, 0])
    #expect(stretch.imageShape == [24, 24, 4])
    // Channels: the stack counts twice, the bands once.
    for pixel in 0..<24 * 24 {
      #expect(abs(reference[4 * pixel] - 2 * reference[4 * pixel + 2]) < 1e-5)
    }
    for (widths, offsets, flux): ([Float], [Float], Double) in [
      ([3.9, 3.0, 2.9], [0.3, -0.2, 0, 0, -0.45, 0.5], 100),
      ([4.4, 4.0, 3.3], [0.5, 0.5, -0.5, 0.1, 0.2, 0.2], 3000),
    ] {
      let image = seen(flux: flux, widths: widths, offsets: offsets, sky: [0.4, -0.1, 1])
      #expect(difference(image, reference) < 0.05)
    }
  }

  @Test func `a galaxy of the same width on the sky of resampled pixels looks wider`() {
    let star = seen(flux: 100, widths: [3.9, 3.0, 2.9], offsets: [0, 0, 0, 0, 0, 0])
    let galaxy = seen(
      flux: 100, widths: [3.9, 3.0, 2.9], offsets: [0, 0, 0, 0, 0, 0], ownWidth: 1)
    func light(_ image: [Float], _ channel: Int) -> Float {
      stride(from: channel, to: image.count, by: 4).reduce(0) { $0 + image[$1] }
    }
    for channel in 0..<4 { #expect(light(galaxy, channel) > 1.3 * light(star, channel)) }
  }

  @Test func `faint sources are measured against the noise`() {
    // A source far below the noise must not be blown up: its peak counts as 5σ.
    let faint = seen(
      flux: 0.001, widths: [3.3, 3.3, 3.3], offsets: [0, 0, 0, 0, 0, 0], noise: 0.02)
    #expect(faint.allSatisfy { abs($0) < 0.01 })
  }

  @Test func `missing pixels, unknown noise and widths do no harm`() {
    let pixels = [Float](repeating: 0, count: 3 * 64 * 64).map(\.bitPattern.bigEndian)
    var image = [Float](repeating: .nan, count: 24 * 24 * 4)
    pixels.withUnsafeBytes { bytes in
      image.withUnsafeMutableBufferPointer {
        MatchedKernel(stretch, reference: 1).apply(
          MatchedKernel.Source(
            pixels: bytes, noise: [.nan, 0, -1], sky: [5, .nan, 0],
            offsets: [.nan, 0, 0, 1e9, 0, 0],
            widths: [.nan, 0, -3], hasHoles: true),
          to: $0)
      }
    }
    #expect(image.allSatisfy { $0 == 0 })
  }
}
