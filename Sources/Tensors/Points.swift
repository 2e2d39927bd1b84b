internal import CKernels

/// Loops over points: rows of `width` numbers that lie `stride` apart.
package struct Points: Sendable {
  private let description: CKPoints

  package init(width: Int, stride: Int) {
    precondition(stride >= width && width > 0, "rows of \(width) lie \(stride) apart")
    description = CKPoints(width: width, stride: stride, centres: 0)
  }

  /// Adds every column to `sums`.
  package func addColumns(
    of points: UnsafePointer<Float>, count: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    withUnsafePointer(to: description) { kernels.addColumns($0, points, count, sums) }
  }

  /// Writes points that lie `width` apart, less `origin` and padded with zeros, and their squared
  /// norms.
  package func centre(
    _ points: UnsafePointer<Float>, count: Int, around origin: UnsafePointer<Float>,
    into out: UnsafeMutablePointer<Float>, norms: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: description) {
      kernels.centrePoints($0, points, count, description.width, origin, out, norms)
    }
  }

  /// Σ of the squared distances from the points to the centres that `nearest` names.
  package func squaredDistances(
    of points: UnsafePointer<Float>, count: Int, to centres: UnsafePointer<Float>,
    nearest: UnsafePointer<Int32>
  ) -> Double {
    withUnsafePointer(to: description) {
      kernels.squaredDistances($0, points, count, centres, nearest)
    }
  }
}
