internal import Tensors

/// The scale and shift of a link's channels, and how a gradient g with respect to scale·y + shift
/// becomes one with respect to y: k0·g + k1·y + k2.
final class Affine: @unchecked Sendable {
  let scale: Buffer, shift: Buffer
  let k0: Buffer, k1: Buffer, k2: Buffer

  init(channels: Int) {
    (scale, shift) = (Buffer(channels), Buffer(channels))
    (k0, k1, k2) = (Buffer(channels), Buffer(channels), Buffer(channels))
    scale.values.update(repeating: 1, count: channels)
    k0.values.update(repeating: 1, count: channels)
  }

  func use(bias: Parameter?) {
    bias?.values.withUnsafeValues { values in
      for (channel, value) in values.enumerated() { shift.values[channel] = value }
    }
  }
}

/// Two sums a channel for every chunk of images.
final class ChunkSums: @unchecked Sendable {
  private let values: UnsafeMutablePointer<Double>
  private let channels: Int

  init(channels: Int) {
    self.channels = channels
    values = .allocate(capacity: chunkCount * 2 * channels)
    values.update(repeating: 0, count: chunkCount * 2 * channels)
  }

  deinit { values.deallocate() }

  subscript(chunk: Int) -> UnsafeMutablePointer<Double> { values + chunk * 2 * channels }

  func clear(_ chunk: Int) { self[chunk].update(repeating: 0, count: 2 * channels) }

  /// Both sums over all chunks, in their order.
  func total(of team: Team) -> [Double] {
    team.shareChunks(values, each: 2 * channels)
    return (0..<2 * channels).map { index in
      (0..<chunkCount).reduce(0) { $0 + self[$1][index] }
    }
  }
}
