internal import CKernels

/// Numbers that products are made of: float32 as they are, or rounded to bfloat16, the upper half of
/// a float32, in half the memory.
///
/// Sums of products are float32 in both cases. Rounding is to the nearest, of two the even one;
/// numbers keep 8 of their 24 binary digits, so each is off by at most 2⁻⁹ of itself.
package enum Operand {
  case float32(UnsafePointer<Float>)
  case bfloat16(UnsafePointer<UInt16>)

  /// The numbers from the `offset`-th on.
  static func + (operand: Operand, offset: Int) -> Operand {
    switch operand {
    case .float32(let numbers): .float32(numbers + offset)
    case .bfloat16(let numbers): .bfloat16(numbers + offset)
    }
  }
}

/// The bit patterns of numbers in bfloat16, for as long as the object lives: zero at first, with room
/// for one more panel behind them as in `Buffer`.
package final class NarrowBuffer: @unchecked Sendable {
  package let values: UnsafeMutablePointer<UInt16>
  package let count: Int

  package init(_ count: Int) {
    precondition(count >= 0, "a buffer cannot hold \(count) values")
    let bytes = (count + 128) * MemoryLayout<UInt16>.stride
    guard let memory = ckAllocate(bytes, true) else {
      preconditionFailure("there is no memory for \(bytes) bytes")
    }
    values = memory.bindMemory(to: UInt16.self, capacity: count + 128)
    self.count = count
  }

  deinit { ckFree(values) }

  /// Rounds numbers and puts them down from the `start`-th place on.
  package func take(_ numbers: UnsafePointer<Float>, count: Int, at start: Int) {
    kernels.narrow(count, numbers, values + start)
  }

  /// The numbers from the `start`-th on.
  package func operand(from start: Int) -> Operand { .bfloat16(UnsafePointer(values + start)) }
}
