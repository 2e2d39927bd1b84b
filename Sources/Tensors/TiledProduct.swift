internal import CKernels

/// One of the products of a `TiledConvolution`: `CKCorrelation` of tiles that lie one after the other.
final class TiledProduct: @unchecked Sendable {
  private let description: CKCorrelation
  private let offsets: UnsafeMutablePointer<Int>
  private let inputStart: Int, outputStart: Int, panelStart: Int

  /// - Parameters:
  ///   - inputs: where those of the first tile start, and how far the next tile's lie behind them.
  ///   - length: inputs of a run; runs follow each other.
  ///   - outputs: the same as of inputs.
  init(
    inputs: (start: Int, stride: Int), length: Int, runs: Int, outputs: (start: Int, stride: Int),
    channels: Int, panelsAt panelStart: Int
  ) {
    offsets = .allocate(capacity: runs)
    for run in 0..<runs { offsets[run] = run * length }
    (inputStart, outputStart, self.panelStart) = (inputs.start, outputs.start, panelStart)
    description = CKCorrelation(
      rows: 1, columns: 0, inRow: 0, inColumn: inputs.stride, outRow: 0,
      outColumn: outputs.stride, runs: runs, offsets: offsets, length: length, channels: channels)
  }

  deinit { offsets.deallocate() }

  /// Floats of the packed weights.
  var panelCount: Int { withUnsafePointer(to: description) { kernels.packedCount($0) } }

  /// - Parameter strides: from an input's weight to the next one's, and from an output's.
  func pack(
    _ weights: UnsafePointer<Float>, strides: (input: Int, output: Int), into panels: Buffer
  ) {
    withUnsafePointer(to: description) {
      kernels.pack(
        $0, weights, $0.pointee.runs * $0.pointee.length, strides.input, strides.output, 0,
        panels.values + panelStart)
    }
  }

  func run(
    _ inputs: UnsafePointer<Float>, _ panels: Buffer, _ outputs: UnsafeMutablePointer<Float>,
    tiles: Int
  ) {
    withUnsafePointer(to: of(tiles)) {
      kernels.correlate(
        $0, inputs + inputStart, panels.values + panelStart, outputs + outputStart, nil)
    }
  }

  /// Adds the gradient of the weights.
  func weigh(
    _ inputs: UnsafePointer<Float>, _ outputs: UnsafePointer<Float>, tiles: Int,
    _ gradient: UnsafeMutablePointer<Float>, stride: Int, space: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: of(tiles)) {
      kernels.weigh($0, inputs + inputStart, outputs + outputStart, gradient, stride, space)
    }
  }

  /// Floats of scratch memory that `weigh` wants.
  var weighSpace: Int { withUnsafePointer(to: description) { kernels.weighSpace($0) } }

  private func of(_ tiles: Int) -> CKCorrelation {
    var description = description
    description.columns = tiles
    return description
  }
}
