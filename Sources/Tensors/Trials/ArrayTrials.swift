internal import CKernels

extension KernelTrial {
  /// Loops over plain arrays, of as many numbers as a layer has weights.
  static var arrays: [KernelTrial] {
    let count = 73_728
    func arrays(_ body: @escaping (CKKernels, Buffer, Buffer, Buffer, Buffer) -> Void)
      -> (CKKernels) -> () -> Void
    {
      { kernels in
        let (x, y) = (numbers(count), numbers(count))
        let (m, v) = (Buffer(count), Buffer(count))
        return { body(kernels, x, y, m, v) }
      }
    }
    return [
      KernelTrial(
        "Adam",
        arrays { kernels, w, g, m, v in
          var adam = CKAdam(
            rate: 1e-9, momentum: 0.9, memory: 0.999, epsilon: 1e-8, correction1: 0.1,
            correction2: 0.001, decay: 0)
          kernels.adam(&adam, count, w.values, g.values, m.values, v.values)
        }),
      KernelTrial(
        "descent with momentum",
        arrays { kernels, w, g, m, _ in
          kernels.descend(count, 1e-9, 0.9, 0, w.values, g.values, m.values)
        }),
      KernelTrial(
        "y += a x", arrays { kernels, x, y, _, _ in kernels.add(count, 1e-9, x.values, y.values) }),
      KernelTrial(
        "y *= x",
        arrays { kernels, x, _, zeros, _ in kernels.multiply(count, x.values, zeros.values) }),
      KernelTrial("sum", arrays { kernels, x, _, _, _ in _ = kernels.sum(count, x.values) }),
      KernelTrial(
        "sum of squares",
        arrays { kernels, x, _, _, _ in _ = kernels.sumOfSquares(count, x.values) }
      ),
      KernelTrial(
        "whether all are finite",
        arrays { kernels, x, _, _, _ in _ = kernels.areFinite(count, x.values) }),
      KernelTrial(
        "byte order",
        arrays { kernels, x, y, _, _ in kernels.swapBytes(count, x.values, y.values) }),
      KernelTrial(
        "asinh stretch",
        arrays { kernels, x, y, _, _ in
          kernels.asinhStretch(count, x.values, 9, 0, 0.3, 0, y.values)
        }),
    ]
  }
}
