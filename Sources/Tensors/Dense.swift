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

  package init(inputs: Int, outputs: Int) {
    (self.inputs, self.outputs) = (inputs, outputs)
    (forward, forwardOffsets) = Self.correlation(from: inputs, to: outputs)
    (backward, backwardOffsets) = Self.correlation(from: outputs, to: inputs)
    forwardPanels = Buffer(withUnsafePointer(to: forward) { kernels.packedCount($0) })
    backwardPanels = Buffer(withUnsafePointer(to: backward) { kernels.packedCount($0) })
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

  /// dx = dy·wᵀ; up to a vector is read past the end of dy.
  package func multiplyBack(
    _ dy: UnsafePointer<Float>, rows: Int, into dx: UnsafeMutablePointer<Float>
  ) {
    var description = backward
    description.columns = rows
    kernels.correlate(&description, dy, backwardPanels.values, dx, nil)
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
    _ weights: UnsafeMutablePointer<Float>, part index: Int, x: UnsafePointer<Float>,
    dy: UnsafePointer<Float>, images: Int, space: UnsafeMutablePointer<Float>
  ) {
    let part = Part(index, of: self)
    var description = part.description
    description.columns = images
    space.update(repeating: 0, count: part.rows.count * part.stride)
    kernels.weigh(
      &description, x + part.rows.lowerBound, dy + part.columns.lowerBound, space, part.stride,
      space + part.rows.count * part.stride)
    for (row, input) in part.rows.enumerated() {
      (weights + input * outputs + part.columns.lowerBound)
        .update(from: space + row * part.stride, count: part.columns.count)
    }
  }
}
