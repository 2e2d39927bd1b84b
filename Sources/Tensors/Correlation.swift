internal import CKernels

/// One of the implicit matrix products that make up a convolution: `CKCorrelation` and how its
/// weights are packed.
final class Correlation: @unchecked Sendable {
  private var description: CKCorrelation
  private let offsets: UnsafeMutablePointer<Int>
  /// The weight of kernel element (ky, kx) starts at `taps[i]`, in the order of the runs.
  private let taps: [Int]
  /// Inputs of one tap or row of taps, and how their weights lie in memory.
  private let perTap: Int, inputStride: Int, outputStride: Int
  private let inputStart: Int, outputStart: Int, panelStart: Int, pairStart: Int

  /// Every small pixel from the big image: a run is a row of the kernel.
  init(
    fromBig big: Convolution.Size, to small: Convolution.Size, kernel: Int, stride: Int, phase: Int
  ) {
    let row = (big.width + 2 * (kernel / 2)) * big.channels
    offsets = .allocate(capacity: kernel)
    for ky in 0..<kernel { offsets[ky] = ky * row }
    taps = (0..<kernel).map { $0 * kernel * big.channels * small.channels }
    perTap = kernel * big.channels
    (inputStride, outputStride) = (small.channels, 1)
    inputStart = phase * (row + big.channels)
    (outputStart, panelStart, pairStart) = (0, 0, 0)
    description = CKCorrelation(
      rows: small.height, columns: small.width,
      inRow: stride * row, inColumn: stride * big.channels,
      outRow: small.width * small.channels, outColumn: small.channels,
      runs: kernel, offsets: offsets, length: kernel * big.channels, channels: small.channels)
  }

  /// The big pixels at `residue` modulo the stride: a run is the part of a row of the kernel that
  /// meets them, backwards, so that the small image is read forwards.
  ///
  /// - Parameter channels: how many of the big image's channels are made, the first of them.
  init(
    fromSmall small: Convolution.Size, to big: Convolution.Size, channels: Int, kernel: Int,
    stride: Int, phase: Int, residue: (y: Int, x: Int), panelsAt panelStart: Int,
    pairsAt pairStart: Int
  ) {
    let half = kernel / 2
    let border = (half + stride - 1) / stride
    let row = (small.width + 2 * border) * small.channels
    func meeting(_ residue: Int) -> [Int] {
      (0..<kernel).reversed().filter { (residue - phase + half - $0) % stride == 0 }
    }
    let (rows, columns) = (meeting(residue.y), meeting(residue.x))
    offsets = .allocate(capacity: max(1, rows.count))
    for (run, ky) in rows.enumerated() {
      let dx = (residue.x - phase + half - (columns.first ?? 0)) / stride
      offsets[run] = (residue.y - phase + half - ky) / stride * row + dx * small.channels
    }
    taps = rows.flatMap { ky in
      columns.map { kx in (ky * kernel + kx) * big.channels * small.channels }
    }
    perTap = small.channels
    (inputStride, outputStride) = (1, small.channels)
    inputStart = border * (row + small.channels)
    outputStart = (residue.y * big.width + residue.x) * big.channels
    (self.panelStart, self.pairStart) = (panelStart, pairStart)
    description = CKCorrelation(
      rows: max(0, big.height - residue.y + stride - 1) / stride,
      columns: max(0, big.width - residue.x + stride - 1) / stride,
      inRow: row, inColumn: small.channels,
      outRow: stride * big.width * big.channels, outColumn: stride * big.channels,
      runs: columns.isEmpty ? 0 : rows.count, offsets: offsets,
      length: columns.count * small.channels, channels: channels)
  }

  deinit { offsets.deallocate() }

  /// Outputs rounded up to whole vectors.
  var gradientStride: Int {
    withUnsafePointer(to: kernels) { ckPadded($0, description.channels) }
  }

  /// Floats of the packed weights.
  var panelCount: Int {
    withUnsafePointer(to: description) { kernels.packedCount($0) }
  }

  /// Words of the weights packed in bfloat16.
  var pairCount: Int {
    withUnsafePointer(to: description) { kernels.pairCount($0) }
  }

  func pack(_ weights: UnsafePointer<Float>, into panels: UnsafeMutablePointer<Float>) {
    for (index, tap) in taps.enumerated() {
      kernels.pack(
        &description, weights + tap, perTap, inputStride, outputStride, index * perTap,
        panels + panelStart)
    }
  }

  /// Rounds the weights to bfloat16 and packs them.
  func packPairs(_ weights: UnsafePointer<Float>, into pairs: Buffer) {
    for (index, tap) in taps.enumerated() {
      kernels.packPairs(
        &description, weights + tap, perTap, inputStride, outputStride, index * perTap,
        pairs.values + pairStart)
    }
  }

  func run(
    _ input: UnsafePointer<Float>, _ panels: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>
  ) {
    kernels.correlate(
      &description, input + inputStart, panels + panelStart, output + outputStart, nil)
  }

  /// The same from a bfloat16 image and weights packed as such.
  func run(
    _ input: UnsafePointer<UInt16>, pairs: Buffer, _ output: UnsafeMutablePointer<Float>
  ) {
    kernels.correlatePairs(
      &description, input + inputStart, pairs.values + pairStart, output + outputStart)
  }

  /// The same with what follows done at once; the rows of the outputs lie `outRow` floats apart.
  func run(
    _ input: UnsafePointer<Float>, _ panels: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, outRow: Int, finish: Finish
  ) {
    var spread = description
    spread.outRow = outRow
    withUnsafePointer(to: finish.description) {
      kernels.correlate(&spread, input + inputStart, panels + panelStart, output + outputStart, $0)
    }
  }

  /// Adds the gradient of the weights by both images, of one precision.
  func weigh(
    _ input: Operand, _ output: Operand, outRow: Int,
    _ gradient: UnsafeMutablePointer<Float>, space: UnsafeMutablePointer<Float>
  ) {
    var padded = description
    padded.outRow = outRow
    padded.weigh(input + inputStart, output, gradient, gradientStride, space)
  }

  /// Floats of scratch memory that `weigh` wants.
  var weighSpace: Int {
    withUnsafePointer(to: description) { kernels.weighSpace($0) }
  }
}

extension CKCorrelation {
  /// Adds the gradient of the weights by inputs and outputs of one precision.
  func weigh(
    _ input: Operand, _ output: Operand, _ gradient: UnsafeMutablePointer<Float>, _ stride: Int,
    _ space: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: self) { description in
      switch (input, output) {
      case (.float32(let input), .float32(let output)):
        kernels.weigh(description, input, output, gradient, stride, space)
      case (.bfloat16(let input), .bfloat16(let output)):
        kernels.weighPairs(description, input, output, gradient, stride, space)
      default: preconditionFailure("a product of float32 and bfloat16")
      }
    }
  }
}
