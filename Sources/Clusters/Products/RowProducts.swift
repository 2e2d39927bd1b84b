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
        out[column] =
          scale * product(x, UnsafeRawPointer(b + column * bStride), k, by: SIMD8<Float>.self)
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
        c[row * n + column] = product(
          x, UnsafeRawPointer(b + column * n), column + 1, by: SIMD4<Double>.self)
      }
    }
  }

  /// The sum of the products of numbers side by side, added up as many at a time as a `Lanes` has.
  @inline(__always)
  private static func product<Lanes: SIMD>(
    _ x: UnsafeRawPointer, _ y: UnsafeRawPointer, _ count: Int, by lanes: Lanes.Type
  ) -> Lanes.Scalar where Lanes.Scalar: BinaryFloatingPoint {
    let size = MemoryLayout<Lanes.Scalar>.stride
    let whole = count - count % Lanes.scalarCount
    var sums = Lanes.zero
    for index in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      sums +=
        x.loadUnaligned(fromByteOffset: size * index, as: Lanes.self)
        * y.loadUnaligned(fromByteOffset: size * index, as: Lanes.self)
    }
    var sum = sums.sum()
    for index in whole..<count {
      sum +=
        x.loadUnaligned(fromByteOffset: size * index, as: Lanes.Scalar.self)
        * y.loadUnaligned(fromByteOffset: size * index, as: Lanes.Scalar.self)
    }
    return sum
  }
}
