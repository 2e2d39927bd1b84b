internal import CKernels

extension KernelTrial {
  /// Normalisation, activation and losses of one image, and the moments of a batch of codes.
  static var pointwise: [KernelTrial] {
    let wide = Image(rows: 16, columns: 16, channels: 64)
    let narrow = Image(rows: 64, columns: 64, channels: 5)
    return [
      KernelTrial("normalise and activate, 64 channels") { wide.activate($0) },
      KernelTrial("normalise and activate, 5 channels") { narrow.activate($0) },
      KernelTrial("sums of 64 channels") { wide.sums($0) },
      KernelTrial("sums of 5 channels") { narrow.sums($0) },
      KernelTrial("gradient sums of 64 channels") { wide.gradientSums($0) },
      KernelTrial("gradient sums of 5 channels") { narrow.gradientSums($0) },
      KernelTrial("gradient of normalisation, 64 channels") { wide.unactivate($0) },
      KernelTrial("moments of columns") { kernels in
        let (y, out) = (numbers(128 * 8192), Buffer(2 * 8192))
        return { kernels.columnMoments(y.values, 128, 8192, 8192, out.values, out.values + 8192) }
      },
      KernelTrial("gradient sums of columns") { kernels in
        let (y, affine, out) = (numbers(128 * 8192), numbers(8192), Buffer(2 * 8192))
        return {
          kernels.columnGradientSums(
            y.values, y.values, 128, 8192, 8192, 0, Int32(CKNoCurve), affine.values, affine.values,
            affine.values, out.values, out.values + 8192)
        }
      },
      KernelTrial("squared error") { kernels in
        let (y, target, gradient) = (numbers(20_480), numbers(20_480, from: 0), Buffer(20_480))
        return {
          _ = kernels.squaredError(y.values, target.values, nil, 20_480, 1, gradient.values)
        }
      },
      KernelTrial("binary cross-entropy") { kernels in
        let (y, target, gradient) = (numbers(20_480), numbers(20_480, from: 0), Buffer(20_480))
        return {
          _ = kernels.binaryCrossEntropy(y.values, target.values, nil, 20_480, 1, gradient.values)
        }
      },
      KernelTrial("cross-entropy of 4 classes") { kernels in
        let (y, target, gradient) = (numbers(16_384), numbers(16_384, from: 0), Buffer(16_384))
        return {
          _ = kernels.softmaxCrossEntropy(
            y.values, target.values, nil, 4096, 4, 1, gradient.values)
        }
      },
      KernelTrial("pixels of 4 classes, summed") { kernels in
        let (y, labels, probabilities) = (numbers(16_384), Buffer(4096), Buffer(16_384))
        let weights = [1.0, 1, 1, 1]
        return {
          var sums = [Double](repeating: 0, count: 14)
          kernels.sumClasses(
            y.values, labels.values, 4096, 4, weights, probabilities.values, &sums)
        }
      },
      KernelTrial("pixels of 4 classes, gradient") { kernels in
        let (labels, values) = (Buffer(4096), numbers(16_384, from: 0))
        let (rates, own, other) = (
          [Float](repeating: 1e-9, count: 4), [Float](repeating: -1e-9, count: 4),
          [Float](repeating: 1e-9, count: 4)
        )
        return {
          kernels.classGradient(labels.values, 4096, 4, rates, own, other, values.values)
        }
      },
    ]
  }

  private struct Image {
    let rows, columns, channels: Int

    var count: Int { rows * columns * channels }

    var description: CKPointwise {
      CKPointwise(
        rows: rows, columns: columns, channels: channels, step: 0, slope: 0,
        curve: Int32(CKNoCurve))
    }

    func activate(_ kernels: CKKernels) -> () -> Void {
      let (y, affine, out) = (numbers(count), numbers(channels), Buffer(count))
      return { [self] in
        var description = description
        kernels.activate(
          &description, y.values, affine.values, affine.values, out.values, columns * channels)
      }
    }

    func sums(_ kernels: CKKernels) -> () -> Void {
      let (y, sums) = (numbers(count), AlignedMemory<Double>(2 * channels))
      return { [self] in kernels.sums(y.values, rows * columns, channels, sums.values) }
    }

    func gradientSums(_ kernels: CKKernels) -> () -> Void {
      let (y, affine, sums) = (
        numbers(count), numbers(channels), AlignedMemory<Double>(2 * channels)
      )
      return { [self] in
        var description = description
        kernels.gradientSums(
          &description, y.values, y.values, affine.values, affine.values, sums.values)
      }
    }

    func unactivate(_ kernels: CKKernels) -> () -> Void {
      let (y, affine, out) = (numbers(count), numbers(channels), Buffer(count))
      let rows = AlignedMemory<UnsafePointer<Float>?>(3)
      for k in 0..<3 { rows.values[k] = UnsafePointer(affine.values) }
      return { [self] in
        var description = description
        kernels.unactivate(
          &description, y.values, y.values, affine.values, affine.values, rows.values, out.values,
          columns * channels)
      }
    }
  }
}
