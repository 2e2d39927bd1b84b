internal import COpenBLAS
internal import Tensors

/// The eigenvalues and eigenvectors of a symmetric matrix (LAPACK dsyevd, divide and conquer).
struct SymmetricEigen {
  /// Largest first.
  let values: [Double]
  /// `[eigenvector, component]`, in the order of the values.
  let vectors: [Double]

  /// Reads the upper triangle of the row-major `matrix[n, n]`.
  init(of matrix: [Double], size n: Int) throws(ClustersError) {
    precondition(matrix.count == n * n, "\(matrix.count) values are no matrix of size \(n)")
    MatrixProducts.onCallingThread()
    var (vectors, values) = (matrix, [Double](repeating: 0, count: n))
    // The upper triangle by rows is the lower one by columns, and LAPACK's columns are our rows.
    var (job, triangle) = (CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")))
    var size = Int32(n)
    var status: Int32 = 0
    var work = [0.0]
    var integers: [Int32] = [0]
    // First the sizes of the work space, then the work.
    for _ in 0..<2 {
      var workCount = work.count == 1 ? -1 : Int32(work.count)
      var integerCount = work.count == 1 ? -1 : Int32(integers.count)
      dsyevd_(
        &job, &triangle, &size, &vectors, &size, &values, &work, &workCount, &integers,
        &integerCount, &status)
      guard status == 0 else { break }
      if work.count == 1 {
        work = [Double](repeating: 0, count: max(2, Int(bounded: work[0])))
        integers = [Int32](repeating: 0, count: max(2, Int(integers[0])))
      }
    }
    guard status == 0 else {
      throw ClustersError(
        "cannot find the principal axes: the eigenvalues of a \(n)×\(n) matrix did not converge "
          + "(LAPACK dsyevd status \(status)); check the codes for extreme values")
    }
    self.values = values.reversed()
    self.vectors = (0..<n).reversed().flatMap { vectors[$0 * n..<($0 + 1) * n] }
  }
}
