internal import COpenBLAS
internal import Foundation

/// What turns a Gaussian into the standard one: L⁻¹ of its covariance L·Lᵀ (LAPACK dpotrf, dtrtri).
struct Whitening: Sendable {
  /// Row-major L⁻¹ `[n, n]`, zero above the diagonal.
  let inverse: [Double]
  /// The logarithm of the covariance's determinant.
  let logDeterminant: Double

  /// Nil where the covariance `[n, n]` is not positive definite.
  init?(covariance: [Double], size n: Int) {
    MatrixProducts.onCallingThread()
    var matrix = covariance
    // LAPACK's upper triangle by columns is the lower one by rows.
    var (triangle, diagonal) = (CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: "N")))
    var (size, status) = (Int32(n), Int32(0))
    dpotrf_(&triangle, &size, &matrix, &size, &status)
    guard status == 0 else { return nil }
    logDeterminant = (0..<n).reduce(0) { $0 + 2 * log(matrix[$1 * n + $1]) }
    guard logDeterminant.isFinite else { return nil }
    dtrtri_(&triangle, &diagonal, &size, &matrix, &size, &status)
    guard status == 0 else { return nil }
    for row in 0..<n {
      for column in row + 1..<n { matrix[row * n + column] = 0 }
    }
    inverse = matrix
  }
}
