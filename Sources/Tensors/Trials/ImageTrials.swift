internal import CKernels

extension KernelTrial {
  /// What is done to the pixels of a cutout of 64 × 64 in five bands before the network sees them.
  static var images: [KernelTrial] {
    let (side, bands) = (64, 5)
    let count = side * side * bands
    return [
      KernelTrial("noise") { kernels in
        let pixels = numbers(count)
        return { kernels.addNoise(count, 7, 1e-3, pixels.values) }
      },
      KernelTrial("turned image") { kernels in
        let (pixels, out) = (numbers(count), Buffer(count))
        return { kernels.turnImage(5, side, side, bands, pixels.values, out.values) }
      },
      KernelTrial("resampled plane") { kernels in
        let (pixels, space, out) = (
          numbers(side * side), Buffer((side + 1) * side), Buffer(side * side)
        )
        let (firsts, weights) = (AlignedMemory<Int>(side), numbers(4 * side))
        for i in 0..<side { firsts.values[i] = min(i, side - 4) }
        kernels.swapBytes(side * side, pixels.values, pixels.values)
        return {
          var resampling = CKResampling(
            side: side, size: side, firstColumn: firsts.values, firstRow: firsts.values,
            across: weights.values, along: weights.values, level: 0, factor: 1, hasHoles: false)
          kernels.resample(&resampling, pixels.values, space.values, out.values)
        }
      },
      KernelTrial("planes side by side") { kernels in
        let (planes, factors, taper, out) = (
          numbers(count), numbers(bands), numbers(side), Buffer(count)
        )
        return {
          kernels.layPlanes(
            side, bands, planes.values, factors.values, factors.values, taper.values, out.values)
        }
      },
    ]
  }
}
