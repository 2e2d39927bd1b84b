internal import CKernels

/// Floats that live as long as the object: zero at first, 64-byte aligned, on huge pages if many.
///
/// Behind the values lies room for one more panel of them, so that a kernel may read whole vectors
/// up to the end. Whoever shares a buffer between threads gives each its own part.
package final class Buffer: @unchecked Sendable {
  package let values: UnsafeMutablePointer<Float>
  package let count: Int

  package init(_ count: Int) {
    precondition(count >= 0, "a buffer cannot hold \(count) values")
    let bytes = (count + 64) * MemoryLayout<Float>.stride
    guard let memory = ckAllocate(bytes, true) else {
      preconditionFailure("there is no memory for \(bytes) bytes")
    }
    values = memory.bindMemory(to: Float.self, capacity: count + 64)
    self.count = count
  }

  deinit { ckFree(values) }
}
