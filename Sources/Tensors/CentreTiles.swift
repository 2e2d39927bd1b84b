internal import CKernels

/// Centres `[centre, feature]` packed for the search of the nearest one.
package struct CentreTiles: Sendable {
  private let description: CKPoints
  private let packed: Buffer

  /// - Parameters:
  ///   - stride: floats from one centre to the next, and from one point to the next in every call:
  ///     at least `width` rounded up to four, all of them readable.
  ///   - distances: whether scores are to tell distances, x·c − |c|²/2, or are the products x·c.
  package init(
    _ centres: UnsafePointer<Float>, count: Int, width: Int, stride: Int, distances: Bool = true
  ) {
    precondition(stride >= (width + 3) / 4 * 4, "rows of \(width) lie \(stride) apart")
    description = CKPoints(width: width, stride: stride, centres: count)
    packed = withUnsafePointer(to: description) { description in
      let packed = Buffer(kernels.centreCount(description))
      kernels.packCentres(description, centres, distances, packed.values)
      return packed
    }
  }

  /// Scratch memory for `nearest`: one thread's at a time.
  package func space() -> Buffer {
    withUnsafePointer(to: description) { Buffer(kernels.panelCount($0, 1)) }
  }

  /// Writes for every point the centre with the greatest score (of several the first), that score,
  /// and the second greatest if asked for.
  package func nearest(
    to points: UnsafePointer<Float>, count: Int, space: Buffer,
    nearest: UnsafeMutablePointer<Int32>, scores: UnsafeMutablePointer<Float>,
    secondScores: UnsafeMutablePointer<Float>? = nil
  ) {
    withUnsafePointer(to: description) {
      kernels.nearest(
        $0, points, count, packed.values, space.values, nearest, scores, secondScores)
    }
  }

  /// Adds every point to the row of `sums` that belongs to its centre, and one to its count.
  package func add(
    _ points: UnsafePointer<Float>, count: Int, nearest: UnsafePointer<Int32>,
    to sums: UnsafeMutablePointer<Float>, counts: UnsafeMutablePointer<Int32>
  ) {
    withUnsafePointer(to: description) {
      kernels.addPoints($0, points, count, nearest, sums, counts)
    }
  }

  /// Lists for every centre the points `first..<first + count` whose score beside it, less
  /// |x|²/2, is above the centre's limit: `found[centre]` places, counted from `first`, and scores
  /// from `centre · count` on, in ascending order.
  package func findAbove(
    _ limits: UnsafePointer<Float>, among points: PointPanels, first: Int, count: Int,
    places: UnsafeMutablePointer<Int32>, scores: UnsafeMutablePointer<Float>,
    found: UnsafeMutablePointer<Int>
  ) {
    precondition(first % PointPanels.granule == 0, "panels are not cut at \(first)")
    withUnsafePointer(to: description) {
      kernels.findAbove(
        $0, points.packed.values + kernels.panelCount($0, first), count, packed.values, limits,
        count, places, scores, found)
    }
  }
}

/// Points `[point, feature]` packed to be searched again and again.
package struct PointPanels: Sendable {
  /// Searches begin at multiples of this many points.
  package static let granule = 64
  fileprivate let packed: Buffer

  package init(
    _ points: UnsafePointer<Float>, count: Int, width: Int, stride: Int, workers: Workers = .all
  ) {
    precondition(stride >= (width + 3) / 4 * 4, "rows of \(width) lie \(stride) apart")
    let description = CKPoints(width: width, stride: stride, centres: 0)
    let floats = withUnsafePointer(to: description) { kernels.panelCount($0, count) }
    let packed = Buffer(floats, zeroed: false)
    let pointsInPiece = 256 * Self.granule
    nonisolated(unsafe) let points = points
    workers.forEach((count + pointsInPiece - 1) / pointsInPiece) { piece in
      let first = piece * pointsInPiece
      withUnsafePointer(to: description) {
        kernels.packPoints(
          $0, points + first * stride, min(pointsInPiece, count - first),
          packed.values + kernels.panelCount($0, first))
      }
    }
    self.packed = packed
  }
}
