/// Products of rows with a few others, each row's made by itself: its bits do not depend on the rows beside it.
///
/// A library's products of blocks do not promise that: OpenBLAS adds up in another order at another place of a block (its
/// kernels for AVX2 do), so that a part of the sources would get other last bits than the same sources among all.
enum RowProducts {
  /// `c[m, n] = scale · a[m, k] · b[n, k]ᵀ`; strides are the distances between rows.
  static func timesTransposed(
    _ a: UnsafePointer<Float>, stride aStride: Int, rows m: Int,
    _ b: UnsafePointer<Float>, stride bStride: Int, columns n: Int,
    depth k: Int, scale: Float = 1,
    into c: UnsafeMutablePointer<Float>, stride cStride: Int
  ) {
    for row in 0..<m {
      let (x, out) = (UnsafeRawPointer(a + row * aStride), c + row * cStride)
      for column in 0..<n {
        out[column] = scale * product(x, UnsafeRawPointer(b + column * bStride), k)
      }
    }
  }

  /// `c[m, n] = a[m, n] · b[n, n]ᵀ` in double precision, `b` zero above the diagonal.
  static func timesTransposedTriangle(
    _ a: UnsafePointer<Double>, rows m: Int, _ b: UnsafePointer<Double>, size n: Int,
    into c: UnsafeMutablePointer<Double>
  ) {
    for row in 0..<m {
      let x = UnsafeRawPointer(a + row * n)
      for column in 0..<n {
        c[row * n + column] = product(x, UnsafeRawPointer(b + column * n), column + 1)
      }
    }
  }

  @inline(__always)
  private static func product(_ x: UnsafeRawPointer, _ y: UnsafeRawPointer, _ count: Int) -> Float {
    var sums = SIMD8<Float>.zero
    for index in stride(from: 0, to: count & ~7, by: 8) {
      sums +=
        x.loadUnaligned(fromByteOffset: 4 * index, as: SIMD8<Float>.self)
        * y.loadUnaligned(fromByteOffset: 4 * index, as: SIMD8<Float>.self)
    }
    var sum = (sums.lowHalf + sums.highHalf).sum()
    for index in count & ~7..<count {
      sum +=
        x.loadUnaligned(fromByteOffset: 4 * index, as: Float.self)
        * y.loadUnaligned(fromByteOffset: 4 * index, as: Float.self)
    }
    return sum
  }

  @inline(__always)
  private static func product(
    _ x: UnsafeRawPointer, _ y: UnsafeRawPointer, _ count: Int
  ) -> Double {
    var sums = SIMD4<Double>.zero
    for index in stride(from: 0, to: count & ~3, by: 4) {
      sums +=
        x.loadUnaligned(fromByteOffset: 8 * index, as: SIMD4<Double>.self)
        * y.loadUnaligned(fromByteOffset: 8 * index, as: SIMD4<Double>.self)
    }
    var sum = (sums.lowHalf + sums.highHalf).sum()
    for index in count & ~3..<count {
      sum +=
        x.loadUnaligned(fromByteOffset: 8 * index, as: Double.self)
        * y.loadUnaligned(fromByteOffset: 8 * index, as: Double.self)
    }
    return sum
  }
}
