internal import Tensors

/// Another light on a photograph: dimmer, flatter, paler, and of another colour.
///
/// Every step is a mixture of pixels with 0, with their mean or with their own grey, so that what lies
/// between 0 and 1 stays there.
package struct Lighting: Equatable {
  /// What every channel is multiplied by.
  package let factors: [Float]
  /// How much of the differences from the image's mean stays.
  package let contrast: Float
  /// How much of the differences between channels stays; 0: grey.
  package let saturation: Float

  package init(factors: [Float], contrast: Float, saturation: Float) {
    (self.factors, self.contrast, self.saturation) = (factors, contrast, saturation)
  }

  /// At a strength of 1: brightness down to a half, contrast down to 0.4, colours down to 0.2 and in one
  /// image of five none, each channel dimmed by up to a tenth.
  init(strength: Double, channels: Int, using numbers: inout RandomNumbers) {
    func down(to least: Double) -> Double {
      max(0, 1 - (1 - least) * strength * numbers.uniform(in: 0..<1))
    }
    let brightness = down(to: 0.5)
    factors = (0..<channels).map { _ in Float(brightness * down(to: 0.9)) }
    contrast = Float(down(to: 0.4))
    let colours = down(to: 0.2)
    saturation = numbers.uniform(in: 0..<1) < 0.2 * strength ? 0 : Float(colours)
  }

  /// Lights `image`, pixels of `[y, x, channel]`, anew.
  package func apply(to image: UnsafeMutableBufferPointer<Float>) {
    let channels = factors.count
    var sum: Float = 0
    for start in stride(from: 0, to: image.count, by: channels) {
      let pixel = UnsafeMutableBufferPointer(rebasing: image[start..<start + channels])
      let grey = pixel.reduce(0, +) / Float(channels)
      for channel in 0..<channels {
        pixel[channel] = (grey + saturation * (pixel[channel] - grey)) * factors[channel]
        sum += pixel[channel]
      }
    }
    let mean = sum / Float(max(1, image.count))
    for index in image.indices { image[index] = mean + contrast * (image[index] - mean) }
  }
}
