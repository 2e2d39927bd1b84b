internal import CKernels

extension KernelTrial {
  /// The products of AEP-64: its convolutions and their transposes on one image, its dense layers on a
  /// batch, and the gradients of their weights; the same in bfloat16.
  static var correlations: [KernelTrial] {
    let first = Shape(
      rows: 32, columns: 32, inRow: 660, inColumn: 10, offsets: [0, 330, 660], length: 15,
      channels: 32)
    let second = Shape(
      rows: 16, columns: 16, inRow: 2176, inColumn: 64, offsets: [0, 1088, 2176], length: 96,
      channels: 64)
    let third = Shape(
      rows: 8, columns: 8, inRow: 2304, inColumn: 128, offsets: [0, 1152, 2304], length: 192,
      channels: 128)
    let raised = Shape(
      rows: 8, columns: 8, inRow: 1280, inColumn: 128, offsets: [0, 1280], length: 256, channels: 64
    )
    let last = Shape(
      rows: 32, columns: 32, inRow: 1088, inColumn: 32, offsets: [0, 1088], length: 64, channels: 5)
    let coded = Shape(
      rows: 1, columns: 128, inRow: 0, inColumn: 8192, offsets: (0..<16).map { $0 * 512 },
      length: 512, channels: 30)
    let decoded = Shape(
      rows: 1, columns: 128, inRow: 0, inColumn: 30, offsets: [0], length: 30, channels: 8192)
    let tiled = Shape(
      rows: 1, columns: 16, inRow: 0, inColumn: 1600, offsets: [0, 64, 128, 192], length: 64,
      channels: 128)
    let named = [
      ("convolution 5 to 32", first), ("convolution 32 to 64", second),
      ("convolution 64 to 128", third), ("transposed 128 to 64", raised),
      ("16 tiles of 64 to 128", tiled), ("transposed 32 to 5", last), ("dense to 30", coded),
      ("dense to 8192", decoded),
    ]
    return named.map { name, shape in
      KernelTrial(name) { CorrelationWork(shape, $0).correlate }
    }
      + [
        KernelTrial("finished 32 to 64") { CorrelationWork(second, $0).finish },
        KernelTrial("gradient 5 to 32") { CorrelationWork(first, $0).weigh },
        KernelTrial("gradient 32 to 64") { CorrelationWork(second, $0).weigh },
        KernelTrial("gradient 32 to 5") { CorrelationWork(last, $0).weigh },
        KernelTrial("bfloat16 5 to 32") { CorrelationWork(first, $0).correlatePairs },
        KernelTrial("bfloat16 32 to 64") { CorrelationWork(second, $0).correlatePairs },
        KernelTrial("bfloat16 gradient 5 to 32") { CorrelationWork(first, $0).weighPairs },
        KernelTrial("bfloat16 gradient 32 to 64") { CorrelationWork(second, $0).weighPairs },
        KernelTrial("rounding to bfloat16") { CorrelationWork(second, $0).narrow },
        KernelTrial("packing weights") { CorrelationWork(second, $0).pack },
      ]
  }

  fileprivate struct Shape {
    var rows, columns, inRow, inColumn: Int
    var offsets: [Int]
    var length, channels: Int
  }
}

/// One correlation and all that it reads and writes.
private final class CorrelationWork {
  private let kernels: CKKernels
  private var description: CKCorrelation
  private let offsets: AlignedMemory<Int>
  private let input, weights, panels, output, gradient, space, scale: Buffer
  private let narrowInput, narrowOutput: NarrowBuffer
  private let pairs: Buffer
  private let stride: Int

  init(_ shape: KernelTrial.Shape, _ kernels: CKKernels) {
    self.kernels = kernels
    offsets = AlignedMemory<Int>(shape.offsets.count)
    offsets.values.update(from: shape.offsets, count: shape.offsets.count)
    description = CKCorrelation(
      rows: shape.rows, columns: shape.columns, inRow: shape.inRow, inColumn: shape.inColumn,
      outRow: shape.columns * shape.channels, outColumn: shape.channels, runs: shape.offsets.count,
      offsets: offsets.values, length: shape.length, channels: shape.channels)
    let inputs =
      (shape.rows - 1) * shape.inRow + (shape.columns - 1) * shape.inColumn
      + (shape.offsets.max() ?? 0) + shape.length
    let outputs = shape.rows * shape.columns * shape.channels
    let depth = shape.offsets.count * shape.length
    input = KernelTrial.numbers(inputs)
    output = KernelTrial.numbers(outputs)
    weights = KernelTrial.numbers(depth * shape.channels)
    scale = KernelTrial.numbers(shape.channels)
    panels = Buffer(kernels.packedCount(&description))
    pairs = Buffer(kernels.pairCount(&description))
    space = Buffer(kernels.weighSpace(&description))
    stride = withUnsafePointer(to: kernels) { ckPadded($0, shape.channels) }
    gradient = Buffer(depth * stride)
    (narrowInput, narrowOutput) = (NarrowBuffer(inputs), NarrowBuffer(outputs))
    kernels.narrow(inputs, input.values, narrowInput.values)
    kernels.narrow(outputs, output.values, narrowOutput.values)
    pack()
    kernels.packPairs(&description, weights.values, depth, shape.channels, 1, 0, pairs.values)
  }

  func pack() {
    kernels.pack(
      &description, weights.values, description.runs * description.length, description.channels, 1,
      0, panels.values)
  }

  func correlate() {
    kernels.correlate(&description, input.values, panels.values, output.values, nil)
  }

  func finish() {
    var finish = CKFinish(scale: scale.values, shift: scale.values, slope: 0)
    kernels.correlate(&description, input.values, panels.values, output.values, &finish)
  }

  func weigh() {
    kernels.weigh(
      &description, input.values, output.values, gradient.values, stride, space.values)
  }

  func correlatePairs() {
    kernels.correlatePairs(&description, narrowInput.values, pairs.values, output.values)
  }

  func weighPairs() {
    kernels.weighPairs(
      &description, narrowInput.values, narrowOutput.values, gradient.values, stride, space.values)
  }

  func narrow() { kernels.narrow(input.count, input.values, narrowInput.values) }
}
