internal import CKernels

/// The product of a matrix, whose rows are images, with one matrix of weights `[in, out]`, in all
/// its directions.
///
/// The same kernels as a convolution's: a row is a pixel whose run of inputs is cut into pieces, so
/// that a piece's weights stay in the cache.
package final class Dense: @unchecked Sendable {
  package let inputs: Int
  package let outputs: Int
  private let forwardOffsets: UnsafeMutablePointer<Int>, backwardOffsets: UnsafeMutablePointer<Int>
  private let forward: CKCorrelation, backward: CKCorrelation
  private let forwardPanels: Buffer, backwardPanels: Buffer
  private let forwardPairs: Buffer, backwardPairs: Buffer

  /// - Parameter bfloat16: whether it is to work on bfloat16 matrices too.
  package init(inputs: Int, outputs: Int, bfloat16: Bool = false) {
    (self.inputs, self.outputs) = (inputs, outputs)
    (forward, forwardOffsets) = Self.correlation(from: inputs, to: outputs)
    (backward, backwardOffsets) = Self.correlation(from: outputs, to: inputs)
    forwardPanels = Buffer(withUnsafePointer(to: forward) { kernels.packedCount($0) })
    backwardPanels = Buffer(withUnsafePointer(to: backward) { kernels.packedCount($0) })
    forwardPairs = Buffer(
      bfloat16 ? withUnsafePointer(to: forward) { kernels.pairCount($0) } : 0)
    backwardPairs = Buffer(
      bfloat16 ? withUnsafePointer(to: backward) { kernels.pairCount($0) } : 0)
  }

  deinit {
    forwardOffsets.deallocate()
    backwardOffsets.deallocate()
  }

  private static func correlation(
    from inputs: Int, to outputs: Int
  ) -> (CKCorrelation, UnsafeMutablePointer<Int>) {
    let length = (64...512).last { inputs % $0 == 0 } ?? inputs
    let runs = inputs / length
    let offsets = UnsafeMutablePointer<Int>.allocate(capacity: runs)
    for run in 0..<runs { offsets[run] = run * length }
    return (
      CKCorrelation(
        rows: 1, columns: 0, inRow: 0, inColumn: inputs, outRow: 0, outColumn: outputs, runs: runs,
        offsets: offsets, length: length, channels: outputs), offsets
    )
  }

  /// Arranges the weights; wanted after every change of them.
  package func pack(_ weights: UnsafePointer<Float>, backward isBackward: Bool) {
    withUnsafePointer(to: forward) {
      kernels.pack($0, weights, inputs, outputs, 1, 0, forwardPanels.values)
    }
    guard isBackward else { return }
    withUnsafePointer(to: backward) {
      kernels.pack($0, weights, outputs, 1, outputs, 0, backwardPanels.values)
    }
  }

  /// Rounds the weights to bfloat16 and arranges them for matrices of that precision.
  package func packPairs(_ weights: UnsafePointer<Float>, backward isBackward: Bool) {
    withUnsafePointer(to: forward) {
      kernels.packPairs($0, weights, inputs, outputs, 1, 0, forwardPairs.values)
    }
    guard isBackward else { return }
    withUnsafePointer(to: backward) {
      kernels.packPairs($0, weights, outputs, 1, outputs, 0, backwardPairs.values)
    }
  }

  /// y = x·w, finished if told how; up to a vector is read past the end of x.
  package func multiply(
    _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>,
    finish: Finish? = nil
  ) {
    var description = forward
    description.columns = rows
    guard let finish else {
      return kernels.correlate(&description, x, forwardPanels.values, y, nil)
    }
    withUnsafePointer(to: finish.description) {
      kernels.correlate(&description, x, forwardPanels.values, y, $0)
    }
  }

  /// y = x·w; up to a vector of words is read past the end of x.
  package func multiply(_ x: Operand, rows: Int, into y: UnsafeMutablePointer<Float>) {
    var description = forward
    description.columns = rows
    switch x {
    case .float32(let x): kernels.correlate(&description, x, forwardPanels.values, y, nil)
    case .bfloat16(let x): kernels.correlatePairs(&description, x, forwardPairs.values, y)
    }
  }

  /// dx = dy·wᵀ; up to a vector of words is read past the end of dy.
  package func multiplyBack(_ dy: Operand, rows: Int, into dx: UnsafeMutablePointer<Float>) {
    var description = backward
    description.columns = rows
    switch dy {
    case .float32(let dy): kernels.correlate(&description, dy, backwardPanels.values, dx, nil)
    case .bfloat16(let dy): kernels.correlatePairs(&description, dy, backwardPairs.values, dx)
    }
  }

  // MARK: Weight gradient

  /// Into how many parts the weight gradient is divided: of its rows, or columns if those are more.
  package var gradientParts: Int { (max(inputs, outputs) + partLength - 1) / partLength }
  private let partLength = 256

  /// Floats of scratch memory that `setGradient` wants.
  package var gradientSpace: Int {
    let part = Part(0, of: self)
    return withUnsafePointer(to: part.description) { kernels.weighSpace($0) }
      + part.rows.count * part.stride
  }

  /// One part of the weight gradient, a matrix in scratch memory whose rows are whole vectors.
  private struct Part {
    let rows: Range<Int>, columns: Range<Int>
    let description: CKCorrelation
    let stride: Int

    init(_ index: Int, of dense: Dense) {
      let (inputs, outputs) = (dense.inputs, dense.outputs)
      let first = index * dense.partLength
      let range = first..<min(first + dense.partLength, max(inputs, outputs))
      (rows, columns) = inputs > outputs ? (range, 0..<outputs) : (0..<inputs, range)
      description = CKCorrelation(
        rows: 1, columns: 0, inRow: 0, inColumn: inputs, outRow: 0, outColumn: outputs, runs: 1,
        offsets: dense.forwardOffsets, length: rows.count, channels: columns.count)
      stride = withUnsafePointer(to: kernels) { [columns] in ckPadded($0, columns.count) }
    }
  }

  /// Sets one part of dw = xᵀ·dy, over all `images` rows of both; up to two vectors are read past
  /// their ends.
  package func setGradient(
    _ weights: UnsafeMutablePointer<Float>, part index: Int, x: Operand, dy: Operand, images: Int,
    space: UnsafeMutablePointer<Float>
  ) {
    let part = Part(index, of: self)
    var description = part.description
    description.columns = images
    space.update(repeating: 0, count: part.rows.count * part.stride)
    description.weigh(
      x + part.rows.lowerBound, dy + part.columns.lowerBound, space, part.stride,
      space + part.rows.count * part.stride)
    for (row, input) in part.rows.enumerated() {
      (weights + input * outputs + part.columns.lowerBound)
        .update(from: space + row * part.stride, count: part.columns.count)
    }
  }
}
