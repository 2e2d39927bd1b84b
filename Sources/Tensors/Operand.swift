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

/// The bit patterns of numbers in bfloat16.
package typealias NarrowBuffer = AlignedMemory<UInt16>

extension NarrowBuffer {
  /// Rounds numbers and puts them down from the `start`-th place on.
  package func take(_ numbers: UnsafePointer<Float>, count: Int, at start: Int) {
    kernels.narrow(count, numbers, values + start)
  }

  /// The numbers from the `start`-th on.
  package func operand(from start: Int) -> Operand { .bfloat16(UnsafePointer(values + start)) }
}
