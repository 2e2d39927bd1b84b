internal import CKernels

/// Loops over images `[y, x, channel]` on their way to a network.
public enum Images {
  /// Adds Gaussian noise to pixels: the numbers of stream `key`, the same bits on every processor.
  public static func addNoise(
    _ spread: Float, stream key: UInt64, to pixels: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(pixels.count < 1 << 32, "a stream of noise has 2³² numbers")
    guard let start = pixels.baseAddress else { return }
    kernels.addNoise(pixels.count, key, spread, start)
  }

  /// Lays an image of `[height, width, channels]` onto itself in one of eight ways: bit 0 of
  /// `symmetry` mirrors left and right, bit 1 up and down, bit 2 then swaps the axes.
  public static func turn(
    _ image: UnsafeBufferPointer<Float>, shape: [Int], symmetry: Int,
    into out: UnsafeMutableBufferPointer<Float>
  ) {
    precondition((0..<8).contains(symmetry), "a square has 8 symmetries, none is \(symmetry)")
    precondition(symmetry < 4 || shape[0] == shape[1], "only a square has quarter turns")
    precondition(
      shape.reduce(1, *) == image.count && out.count == image.count, "not images of \(shape)")
    guard let from = image.baseAddress, let to = out.baseAddress else { return }
    kernels.turnImage(Int32(symmetry), shape[0], shape[1], shape[2], from, to)
  }
}
