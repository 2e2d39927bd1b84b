internal import COpenBLAS
internal import Files

/// Where memory is limited, OpenBLAS waits for ever for work space that it does not get.
public func requireWorkSpaceForProducts() { MemoryLimit.requireWorkSpace() }

/// OpenBLAS works on one thread: the program's own workers call it side by side.
private let singleThreaded: Void = openblas_set_num_threads(1)

/// c = a·b, or c + a·b; a is `rows` × `inner`, b `inner` × `columns`, all row-major; a transposed
/// matrix is given as it lies in memory. `strides`: floats from row to row of a, b and c.
package func multiply(
  _ a: UnsafePointer<Float>, transposedA: Bool = false,
  _ b: UnsafePointer<Float>, transposedB: Bool = false,
  into c: UnsafeMutablePointer<Float>, rows: Int, inner: Int, columns: Int,
  strides: (a: Int, b: Int, c: Int), adding: Bool = false
) {
  guard rows > 0, columns > 0 else { return }
  _ = singleThreaded
  requireWorkSpaceForProducts()
  cblas_sgemm(
    CblasRowMajor, transposedA ? CblasTrans : CblasNoTrans, transposedB ? CblasTrans : CblasNoTrans,
    blasint(rows), blasint(columns), blasint(inner), 1, a, blasint(strides.a), b,
    blasint(strides.b), adding ? 1 : 0, c, blasint(strides.c))
}

extension Tensor {
  /// The matrix product of two tensors of two axes, on several threads; the same bits on any
  /// number of them.
  public static func product(
    _ a: Tensor, _ b: Tensor, transposeA: Bool = false, transposeB: Bool = false,
    workers: Workers = .all
  ) -> Tensor {
    precondition(a.shape.count == 2 && b.shape.count == 2, "a matrix has two axes")
    let (rows, inner) = transposeA ? (a.shape[1], a.shape[0]) : (a.shape[0], a.shape[1])
    let (innerB, columns) = transposeB ? (b.shape[1], b.shape[0]) : (b.shape[0], b.shape[1])
    precondition(inner == innerB, "cannot multiply \(a.shape) by \(b.shape)")
    return Tensor(uninitialized: [rows, columns]) { result in
      a.withUnsafeValues { left in
        b.withUnsafeValues { right in
          guard let c = result.baseAddress, let p = left.baseAddress, let q = right.baseAddress
          else { return result.update(repeating: 0) }
          nonisolated(unsafe) let (c0, a0, b0) = (c, p, q)
          let pieces = max(1, min(64, rows / 64))
          workers.forEach(pieces) { piece in
            let range = part(piece, of: pieces, count: rows)
            multiply(
              a0 + (transposeA ? range.lowerBound : range.lowerBound * inner),
              transposedA: transposeA, b0, transposedB: transposeB,
              into: c0 + range.lowerBound * columns, rows: range.count, inner: inner,
              columns: columns, strides: (a.shape[1], b.shape[1], columns))
          }
        }
      }
    }
  }
}
