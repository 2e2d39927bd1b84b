import Testing

import Networks

/// Another light on a photograph, by hand.
@Suite struct LightingTests {
  private func lit(_ lighting: Lighting, _ image: [Float]) -> [Float] {
    var image = image
    image.withUnsafeMutableBufferPointer { lighting.apply(to: $0) }
    return image
  }

  @Test func eachPartDoesWhatItsNameSays() {
    let image: [Float] = [0.2, 0.4, 0.8, 0.6]  // two pixels of two channels
    #expect(
      lit(Lighting(factors: [1, 1], contrast: 1, saturation: 1), image).isNear(image))
    #expect(
      lit(Lighting(factors: [0.5, 1], contrast: 1, saturation: 1), image)
        .isNear([0.1, 0.4, 0.4, 0.6]))
    #expect(
      lit(Lighting(factors: [1, 1], contrast: 1, saturation: 0), image)
        .isNear([0.3, 0.3, 0.7, 0.7]))
    #expect(
      lit(Lighting(factors: [1, 1], contrast: 0.5, saturation: 1), image)
        .isNear([0.35, 0.45, 0.65, 0.55]))
  }
}

extension [Float] {
  fileprivate func isNear(_ others: [Float]) -> Bool {
    count == others.count && zip(self, others).allSatisfy { abs($0 - $1) < 1e-6 }
  }
}
