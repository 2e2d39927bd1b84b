/// A convolution between a big image and a small one, in all its directions.
///
/// The small image's pixel (y, x) sees the `kernel` × `kernel` pixels of the big one around
/// (stride·y + phase, stride·x + phase). Read from big to small that is a convolution, from small to big a
/// transposed convolution; each is the other's data gradient, and both share one weight gradient
/// (Dumoulin & Visin 2016, arXiv:1603.07285). Weights are `[ky, kx, big channel, small channel]`.
///
/// Inputs are read from padded images, whose border is zero and as wide as `bigBorder` and
/// `smallBorder` say; outputs are written without a border.
package final class Convolution: @unchecked Sendable {
  package struct Size: Sendable, Equatable {
    package var height: Int, width: Int, channels: Int

    package init(height: Int, width: Int, channels: Int) {
      (self.height, self.width, self.channels) = (height, width, channels)
    }

    package var count: Int { height * width * channels }
  }

  package let big: Size
  package let small: Size
  package let kernel: Int
  package let stride: Int
  package let phase: Int
  package let bigBorder: Int
  package let smallBorder: Int

  private let down: Correlation
  private let up: [Correlation]
  /// Does what both can do in float32 with fewer products.
  private let tiled: TiledConvolution?
  /// Whether it makes the weights' gradient, too.
  private let isGradientTiled: Bool
  private let panels: Buffer, pairs: Buffer

  /// - Parameters:
  ///   - made: how many of the big image's channels `smallToBig` makes, the first of them; nil: all.
  ///   - bfloat16: whether it is to work on bfloat16 images too.
  package init(
    big: Size, small: Size, kernel: Int, stride: Int, phase: Int = 0, made: Int? = nil,
    bfloat16: Bool = false
  ) {
    precondition(kernel > 0 && kernel % 2 == 1, "a kernel of \(kernel) pixels has no centre")
    precondition(
      small.height == (big.height + stride - 1) / stride
        && small.width == (big.width + stride - 1) / stride,
      "\(big) cannot shrink to \(small) in steps of \(stride)")
    precondition(
      phase == 0
        || (phase == 1 && stride == 2 && kernel > 1 && big.height % 2 == 0 && big.width % 2 == 0),
      "no phase of \(phase) in steps of \(stride) over \(big)")
    (self.big, self.small, self.kernel, self.stride) = (big, small, kernel, stride)
    self.phase = phase
    bigBorder = kernel / 2
    smallBorder = (kernel / 2 + stride - 1) / stride
    down = Correlation(fromBig: big, to: small, kernel: kernel, stride: stride, phase: phase)
    var (at, pairsAt) = (down.panelCount, down.pairCount)
    up = (0..<stride * stride).map { residue in
      let correlation = Correlation(
        fromSmall: small, to: big, channels: made ?? big.channels, kernel: kernel, stride: stride,
        phase: phase, residue: (residue / stride, residue % stride), panelsAt: at, pairsAt: pairsAt)
      at += correlation.panelCount
      pairsAt += correlation.pairCount
      return correlation
    }
    tiled = TiledConvolution(
      big: big, small: small, kernel: kernel, stride: stride, phase: phase,
      made: made ?? big.channels)
    isGradientTiled = !bfloat16 && tiled?.isGradientWorthIt == true
    panels = Buffer(tiled == nil ? at : 0)
    pairs = Buffer(bfloat16 ? pairsAt : 0)
  }

  package var weightCount: Int { kernel * kernel * big.channels * small.channels }

  /// Floats of a weight gradient as `addWeightGradient` keeps it: rows of padded small channels.
  package var gradientCount: Int {
    gradientTiles?.gradientCount(stride: gradientStride)
      ?? kernel * kernel * big.channels * gradientStride
  }

  package var gradientStride: Int { down.gradientStride }

  /// The rows of it that are added to be a row of the gradient with respect to the weights.
  package func gradientRows(of row: Int) -> [Int] { gradientTiles?.gradientRows(of: row) ?? [row] }

  private var gradientTiles: TiledConvolution? { isGradientTiled ? tiled : nil }

  /// Multiply-adds of one image in one direction.
  package var multiplyAdds: Int {
    small.height * small.width * weightCount
  }

  /// Arranges the weights for `bigToSmall` (`down`) and `smallToBig` (`up`); wanted after every
  /// change of them.
  package func pack(_ weights: UnsafePointer<Float>, down isDown: Bool = true, up isUp: Bool = true)
  {
    if let tiled { return tiled.pack(weights, down: isDown, up: isUp) }
    if isDown { down.pack(weights, into: panels.values) }
    guard isUp else { return }
    for correlation in up { correlation.pack(weights, into: panels.values) }
  }

  /// Rounds the weights to bfloat16 and arranges them for images of that precision.
  package func packPairs(_ weights: UnsafePointer<Float>) {
    for correlation in [down] + up { correlation.packPairs(weights, into: pairs) }
  }

  /// Floats of scratch memory that every direction wants.
  package var space: Int { max(tiled?.space ?? 0, down.weighSpace) }

  /// A convolution: reads the padded big image, writes the bare small one.
  package func bigToSmall(
    _ big: Operand, _ small: UnsafeMutablePointer<Float>, space: UnsafeMutablePointer<Float>
  ) {
    switch big {
    case .float32(let image): bigToSmall(image, small, space: space)
    case .bfloat16(let image): down.run(image, pairs: pairs, small)
    }
  }

  /// The same of float32.
  package func bigToSmall(
    _ big: UnsafePointer<Float>, _ small: UnsafeMutablePointer<Float>,
    space: UnsafeMutablePointer<Float>
  ) {
    guard let tiled else { return down.run(big, panels.values, small) }
    let row = self.small.width * self.small.channels
    tiled.bigToSmall(big, small, row: row, finish: nil, space: space)
  }

  /// The same with what follows done at once; the rows of the small image lie `row` floats apart.
  package func bigToSmall(
    _ big: UnsafePointer<Float>, _ small: UnsafeMutablePointer<Float>, row: Int, finish: Finish,
    space: UnsafeMutablePointer<Float>
  ) {
    guard let tiled else {
      return down.run(big, panels.values, small, outRow: row, finish: finish)
    }
    tiled.bigToSmall(big, small, row: row, finish: finish, space: space)
  }

  /// A transposed convolution: reads the padded small image, writes the bare big one, or the channels that are made of it.
  package func smallToBig(
    _ small: Operand, _ big: UnsafeMutablePointer<Float>, space: UnsafeMutablePointer<Float>
  ) {
    switch small {
    case .float32(let image): smallToBig(image, big, space: space)
    case .bfloat16(let image): for correlation in up { correlation.run(image, pairs: pairs, big) }
    }
  }

  /// The same of float32.
  package func smallToBig(
    _ small: UnsafePointer<Float>, _ big: UnsafeMutablePointer<Float>,
    space: UnsafeMutablePointer<Float>
  ) {
    if let tiled { return tiled.smallToBig(small, big, space: space) }
    for correlation in up { correlation.run(small, panels.values, big) }
  }

  /// Adds the weight gradient of one image, from both padded images, to `gradient`.
  package func addWeightGradient(
    big: Operand, small: Operand, to gradient: UnsafeMutablePointer<Float>,
    space: UnsafeMutablePointer<Float>
  ) {
    if let tiled = gradientTiles, case .float32(let big) = big, case .float32(let small) = small {
      return tiled.addGradient(
        big: big, small: small, to: gradient, stride: gradientStride, space: space)
    }
    let row = (self.small.width + 2 * smallBorder) * self.small.channels
    down.weigh(
      big, small + smallBorder * (row + self.small.channels), outRow: row, gradient,
      space: space)
  }
}
