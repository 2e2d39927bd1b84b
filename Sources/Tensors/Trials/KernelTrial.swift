internal import CKernels

/// One operation of the inner loops, at a size at which the program meets it.
struct KernelTrial {
  let operation: String
  /// Makes what the operation works on, for one set of kernels; what is returned does it once.
  let prepare: (CKKernels) -> () -> Void

  init(_ operation: String, _ prepare: @escaping (CKKernels) -> () -> Void) {
    (self.operation, self.prepare) = (operation, prepare)
  }

  static var all: [KernelTrial] { correlations + tiles + pointwise + arrays + points + images }

  /// Numbers from `least` to `least + 1`, the same for every set.
  static func numbers(_ count: Int, from least: Float = -0.5) -> Buffer {
    let buffer = Buffer(count)
    var random = RandomNumbers(seed: 1)
    for i in 0..<count { buffer.values[i] = least + Float(random.uniform()) }
    return buffer
  }
}
