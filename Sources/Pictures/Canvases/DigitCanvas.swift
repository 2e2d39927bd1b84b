internal import Tensors

/// Several digits laid over each other on one canvas with noise: what a field of blended sources is to the sky.
struct DigitCanvas {
  /// A digit on the canvas.
  struct Placed: Equatable {
    /// Which image of the file.
    var image: Int
    /// The first pixel it covers, from 0.
    var x, y: Int
  }

  let side: Int
  /// Pixels on a side of a digit.
  let digitSize: Int
  let placed: [Placed]
  /// `[y, x]`, the digits' light added and noise over it.
  private(set) var light: [Float]
  /// `[y, x]`: the number of the digit, from 1, that gives most light to the pixel, where that is at least
  /// `threshold`; 0: none.
  private(set) var owners: [Int32]

  /// How many digits a canvas has.
  static let digits = 4...8
  /// The spread of the noise; the strokes of digits reach 1.
  static let noise: Float = 0.1
  /// The least light of a digit in a pixel that is the digit's: twice the noise.
  static let threshold: Float = 0.2

  /// - Parameters:
  ///   - side: at least that of the images.
  ///   - random: numbers of this canvas's own.
  init(of images: some ByteImages, side: Int, random: inout RandomNumbers) {
    let size = images.size
    let count = Self.digits.lowerBound + random.integer(below: Self.digits.count)
    let placed = (0..<count).map { _ in
      Placed(
        image: random.integer(below: images.count), x: random.integer(below: side - size + 1),
        y: random.integer(below: side - size + 1))
    }
    var light = [Float](repeating: 0, count: side * side)
    var (most, owners) = (light, [Int32](repeating: 0, count: side * side))
    withUnsafeTemporaryAllocation(of: Float.self, capacity: size * size) { pixels in
      pixels.initialize(repeating: 0)
      for (number, digit) in placed.enumerated() {
        images.read(digit.image, into: pixels)
        for y in 0..<size {
          for x in 0..<size {
            // FITS viewers show the first row below.
            let own = pixels[(size - 1 - y) * size + x]
            let place = (digit.y + y) * side + digit.x + x
            light[place] += own
            if own >= Self.threshold, own > most[place] {
              (most[place], owners[place]) = (own, Int32(clamping: number + 1))
            }
          }
        }
      }
    }
    for place in light.indices { light[place] += Self.noise * Float(random.normal()) }
    (self.side, digitSize, self.placed) = (side, size, placed)
    (self.light, self.owners) = (light, owners)
  }
}
