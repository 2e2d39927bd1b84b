internal import COpenBLAS
internal import Tensors

/// Matrix products of row-major blocks in memory, by OpenBLAS on the calling thread.
///
/// The program's own threads share the work, in blocks whose size never depends on how many
/// there are; a product's bits are therefore the same for any number of threads.
enum MatrixProducts {
  /// OpenBLAS starts threads of its own unless it is told not to.
  private static let calledByOurThreads: Void = openblas_set_num_threads(1)

  /// To be called before any other routine of OpenBLAS.
  static func onCallingThread() {
    _ = calledByOurThreads
    requireWorkSpaceForProducts()
  }

  /// `c[m, n] = scale · a[m, k] · b[n, k]ᵀ`; strides are the distances between rows.
  static func timesTransposed(
    _ a: UnsafePointer<Float>, stride aStride: Int, rows m: Int,
    _ b: UnsafePointer<Float>, stride bStride: Int, columns n: Int,
    depth k: Int, scale: Float = 1,
    into c: UnsafeMutablePointer<Float>, stride cStride: Int
  ) {
    onCallingThread()
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(m), Int32(n), Int32(k), scale,
      a, Int32(aStride), b, Int32(bStride), 0, c, Int32(cStride))
  }

  /// `c[m, n] = a[m, k] · b[k, n]`.
  static func times(
    _ a: UnsafePointer<Float>, rows m: Int, _ b: UnsafePointer<Float>, columns n: Int, depth k: Int,
    into c: UnsafeMutablePointer<Float>
  ) {
    onCallingThread()
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(m), Int32(n), Int32(k), 1,
      a, Int32(k), b, Int32(n), 0, c, Int32(n))
  }

  /// `c[m, n] = a[m, k] · b[k, n]` in double precision.
  static func times(
    _ a: UnsafePointer<Double>, rows m: Int, _ b: UnsafePointer<Double>, columns n: Int,
    depth k: Int, into c: UnsafeMutablePointer<Double>
  ) {
    onCallingThread()
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(m), Int32(n), Int32(k), 1,
      a, Int32(k), b, Int32(n), 0, c, Int32(n))
  }

  /// `c[m, n] += a[k, m]ᵀ · b[k, n]` in double precision.
  static func addTransposedTimes(
    _ a: UnsafePointer<Double>, columns m: Int, _ b: UnsafePointer<Double>, columns n: Int,
    depth k: Int, into c: UnsafeMutablePointer<Double>
  ) {
    onCallingThread()
    cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(m), Int32(n), Int32(k), 1,
      a, Int32(m), b, Int32(n), 1, c, Int32(n))
  }

  /// `c[m, n] = a[m, k] · b[n, k]ᵀ` in double precision.
  static func timesTransposed(
    _ a: UnsafePointer<Double>, rows m: Int, _ b: UnsafePointer<Double>, columns n: Int,
    depth k: Int, into c: UnsafeMutablePointer<Double>
  ) {
    onCallingThread()
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(m), Int32(n), Int32(k), 1,
      a, Int32(k), b, Int32(k), 0, c, Int32(n))
  }

  /// Adds `a[k, n]ᵀ · a[k, n]` to the upper triangle of `c[n, n]`.
  static func addSquare(
    of a: UnsafePointer<Double>, rows k: Int, columns n: Int, into c: UnsafeMutablePointer<Double>
  ) {
    onCallingThread()
    cblas_dsyrk(
      CblasRowMajor, CblasUpper, CblasTrans, Int32(n), Int32(k), 1, a, Int32(n), 1, c, Int32(n))
  }
}
