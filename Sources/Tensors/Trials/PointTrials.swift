internal import CKernels

extension KernelTrial {
  /// 4096 codes of 30 numbers beside centres, and beside queries as a search meets them: nearly all
  /// of the codes are farther than what was found before.
  static var points: [KernelTrial] {
    [16, 100, 256].map { centres in
      KernelTrial("nearest of \(centres) centres") { PointWork($0, centres: centres).nearest }
    }
      + [1, 108].map { queries in
        KernelTrial(queries == 1 ? "search for 1 query" : "search for \(queries) queries") {
          PointWork($0, centres: queries).findAbove
        }
      }
      + [
        KernelTrial("codes into panels") { PointWork($0, centres: 1).packPoints },
        KernelTrial("sums by centre") { PointWork($0, centres: 16).addPoints },
        KernelTrial("sums of columns") { PointWork($0, centres: 1).addColumns },
        KernelTrial("codes less their mean") { PointWork($0, centres: 1).centrePoints },
        KernelTrial("distances to own centres") { PointWork($0, centres: 16).squaredDistances },
      ]
  }
}

private final class PointWork {
  private let count = 4096, width = 30
  private let kernels: CKKernels
  private var description: CKPoints
  private let points, centres, packed, panels, space, scores, sums, limits: Buffer
  private let places, owners, counts: AlignedMemory<Int32>
  private let found: AlignedMemory<Int>
  private let columns: AlignedMemory<Double>

  init(_ kernels: CKKernels, centres wanted: Int) {
    self.kernels = kernels
    let stride = 32
    description = CKPoints(width: width, stride: stride, centres: wanted)
    points = KernelTrial.numbers(count * stride)
    centres = Buffer(wanted * stride)
    centres.values.update(from: points.values, count: wanted * stride)
    packed = Buffer(kernels.centreCount(&description))
    panels = Buffer(kernels.panelCount(&description, count))
    space = Buffer(kernels.panelCount(&description, 1))
    (scores, sums) = (Buffer(count * wanted), Buffer(wanted * stride))
    (limits, found) = (Buffer(wanted), AlignedMemory<Int>(wanted))
    places = AlignedMemory<Int32>(count * wanted)
    (owners, counts) = (AlignedMemory<Int32>(count), AlignedMemory<Int32>(wanted))
    columns = AlignedMemory<Double>(width)
    kernels.packPoints(&description, points.values, count, panels.values)
    kernels.packCentres(&description, centres.values, true, packed.values)
    nearest()
    kernels.packCentres(&description, centres.values, false, packed.values)
    // About one code in a thousand is nearer: a squared distance below 2 of numbers whose mean is 5.
    for query in 0..<wanted {
      let norm = (0..<width).reduce(Float(0)) {
        $0 + centres.values[query * stride + $1] * centres.values[query * stride + $1]
      }
      limits.values[query] = norm / 2 - 1
    }
  }

  func nearest() {
    kernels.nearest(
      &description, points.values, count, packed.values, space.values, owners.values,
      scores.values, nil)
  }

  func findAbove() {
    kernels.findAbove(
      &description, panels.values, count, packed.values, limits.values, count, places.values,
      scores.values, found.values)
  }

  func packPoints() { kernels.packPoints(&description, points.values, count, panels.values) }

  func addPoints() {
    kernels.addPoints(
      &description, points.values, count, owners.values, sums.values, counts.values)
  }

  func addColumns() { kernels.addColumns(&description, points.values, count, columns.values) }

  func centrePoints() {
    kernels.centrePoints(
      &description, points.values, count - 2, width, centres.values, panels.values, scores.values)
  }

  func squaredDistances() {
    _ = kernels.squaredDistances(
      &description, points.values, count, centres.values, owners.values)
  }
}
