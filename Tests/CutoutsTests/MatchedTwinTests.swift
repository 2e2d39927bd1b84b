import Cutouts
import Tensors
import Testing

/// Other pixels seen as a source is.
@Suite struct MatchedTwinTests {
  private let stretch: Stretch
  private let kernel: MatchedKernel

  init() throws {
    stretch = try Stretch(
      .matched, bands: ["g", "r", "i"], cutoutSize: 32, pixelScale: 0.396,
      typicalNoise: [0.02, 0.02, 0.02], crop: 16)
    kernel = MatchedKernel(stretch, reference: 1)
  }

  /// A hill in the middle of three bands, with noise.
  private func hill(_ height: Float, noise: Double, seed: UInt64) -> [Float] {
    var random = RandomNumbers(seed: seed)
    return (0..<3 * 32 * 32).map { index in
      let (x, y) = (Float(index % 32) - 16, Float(index / 32 % 32) - 16)
      return height / (1 + (x * x + y * y) / 4) + Float(noise * random.normal())
    }
  }

  private func source(_ bytes: UnsafeRawBufferPointer, _ sky: Float) -> MatchedKernel.Source {
    .init(
      pixels: bytes, noise: [0.1, 0.2, 0.1], sky: [sky, sky, sky],
      offsets: [0.3, 0, 0, 0, -0.2, 0.4],
      widths: [3, 3.3, 4], hasHoles: false)
  }

  /// - Parameter twin: pixels shown in the stead of the source's.
  private func seen(_ pixels: [Float], sky: Float, twin: [Float]? = nil) -> [Float] {
    let (own, other) = (
      pixels.map(\.bitPattern.bigEndian), (twin ?? []).map(\.bitPattern.bigEndian)
    )
    var image = [Float](repeating: .nan, count: 16 * 16 * 4)
    own.withUnsafeBytes { own in
      other.withUnsafeBytes { other in
        image.withUnsafeMutableBufferPointer {
          kernel.apply(source(own, sky), showing: twin == nil ? nil : source(other, 0), to: $0)
        }
      }
    }
    return image
  }

  @Test func `a source shown in its own stead looks as it does`() {
    let pixels = hill(9, noise: 0.1, seed: 1)
    #expect(seen(pixels, sky: 0) == seen(pixels, sky: 0, twin: pixels))
  }

  @Test func `the twin's light is on the source's scale, and the source's sky is none of its own`()
  {
    let noisy = hill(9, noise: 0.1, seed: 2).map { $0 + 5 }
    let whole = seen(noisy, sky: 5, twin: hill(6, noise: 0, seed: 3))
    let half = seen(noisy, sky: 5, twin: hill(3, noise: 0, seed: 3))
    #expect(whole.max() ?? 0 > 0.5)
    for (a, b) in zip(whole, half) { #expect(abs(a - 2 * b) < 1e-5) }
    // Nothing is there but what the twin shows.
    let dark = seen(noisy, sky: 5, twin: [Float](repeating: 0, count: 3 * 32 * 32))
    #expect(dark.allSatisfy { $0 == 0 })
  }
}

extension MatchedTwinTests {
  /// Two images of one source with noise of the frame's spread, seen alike; and drawn noise.
  @Test func `noise that is drawn is as strong as that of the sky itself, in every channel`() {
    let noises: [Float] = [0.1, 0.2, 0.1]
    let clean = hill(90, noise: 0, seed: 1)
    let truth = seen(clean, sky: 0)
    var (own, drawn) = ([Double](repeating: 0, count: 4), [Double](repeating: 0, count: 4))
    for seed in 0..<60 {
      var random = RandomNumbers(seed: UInt64(100 + seed))
      let noisy = clean.indices.map { clean[$0] + noises[$0 / 1024] * Float(random.normal()) }
      let image = seen(noisy, sky: 0)
      let (same, noise) = withNoise(noisy, stream: UInt64(seed))
      #expect(same == image)
      for index in image.indices {
        own[index % 4] += Double((image[index] - truth[index]) * (image[index] - truth[index]))
        drawn[index % 4] += Double(noise[index] * noise[index])
      }
    }
    // Resampled noise is a tenth stronger or weaker here and there; drawn is the mean.
    for channel in 0..<4 { #expect(abs((drawn[channel] / own[channel]).squareRoot() - 1) < 0.15) }
  }

  @Test func `another key draws other noise, the same the same, and the stack's is its bands'`() {
    let pixels = hill(90, noise: 0.1, seed: 6)
    let (a, b, c) = (
      withNoise(pixels, stream: 1), withNoise(pixels, stream: 1), withNoise(pixels, stream: 2)
    )
    #expect(a.noise == b.noise && a.noise != c.noise)
    // The stack of three bands rises and falls with each of them.
    for channel in 1..<4 {
      let product = stride(from: 0, to: a.noise.count, by: 4).reduce(Float(0)) {
        $0 + a.noise[$1] * a.noise[$1 + channel]
      }
      #expect(product > 0)
    }
  }

  private func withNoise(
    _ pixels: [Float], stream key: UInt64
  ) -> (image: [Float], noise: [Float]) {
    var image = [Float](repeating: .nan, count: 16 * 16 * 4)
    var noise = image
    pixels.map(\.bitPattern.bigEndian).withUnsafeBytes { bytes in
      image.withUnsafeMutableBufferPointer { image in
        noise.withUnsafeMutableBufferPointer {
          kernel.apply(source(bytes, 0), to: image, noise: $0, stream: key)
        }
      }
    }
    return (image, noise)
  }
}
