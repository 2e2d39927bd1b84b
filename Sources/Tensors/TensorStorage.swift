internal import Files

/// The memory behind a tensor: 64-byte aligned, owned by exactly one storage object.
///
/// Writing goes through `Tensor.withUnsafeMutableValues`, which first makes the storage unique;
/// that is what makes sharing it between threads safe.
final class TensorStorage: @unchecked Sendable {
  let values: UnsafeMutableBufferPointer<Float>

  init(count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    guard let memory = RecycledMemory.take(bytes: bytes) else {
      MemoryLimit.refused(bytes: bytes)
    }
    values = UnsafeMutableBufferPointer(
      start: memory.bindMemory(to: Float.self, capacity: max(count, 1)), count: count)
  }

  convenience init(copying other: TensorStorage) {
    self.init(count: other.values.count)
    _ = values.initialize(from: other.values)
  }

  deinit {
    guard let memory = values.baseAddress else { return }
    RecycledMemory.give(memory, bytes: max(values.count, 1) * MemoryLayout<Float>.stride)
  }
}
