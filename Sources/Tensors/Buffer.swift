internal import CKernels
internal import Files

/// Floats: pictures, weights in their arrangement, sums.
package typealias Buffer = AlignedMemory<Float>

/// Numbers that live as long as the object: zero at first (or anything where all will be written),
/// 64-byte aligned, on huge pages if many.
///
/// Behind the values lies room for one more panel of them, so that a kernel may read whole vectors
/// up to the end. Whoever shares a buffer between threads gives each its own part.
package final class AlignedMemory<Number: BitwiseCopyable>: @unchecked Sendable {
  package let values: UnsafeMutablePointer<Number>
  package let count: Int

  package init(_ count: Int, zeroed: Bool = true) {
    precondition(count >= 0, "a buffer cannot hold \(count) values")
    let capacity = count + 256 / MemoryLayout<Number>.stride
    let bytes = capacity * MemoryLayout<Number>.stride
    guard let memory = ckAllocate(bytes, zeroed) else {
      MemoryLimit.refused(bytes: bytes)
    }
    values = memory.bindMemory(to: Number.self, capacity: capacity)
    self.count = count
  }

  deinit { ckFree(values) }
}
