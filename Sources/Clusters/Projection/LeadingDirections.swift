internal import Tensors

/// The directions of largest variance, largest first.
struct LeadingDirections {
  private(set) var variances: [Double]
  /// `[component, feature]`, orthonormal.
  private(set) var directions: [Double]
  let totalVariance: Double

  /// From the whole covariance.
  init(exactly count: Int, of x: CentredBlocks, _ workers: Workers) throws(ClustersError) {
    let width = x.width
    // Fewer sums than pieces: a covariance of many features is large.
    let groups = Pieces(of: x.pieces.count, atMost: 8, atLeast: 1)
    let sums = workers.results(of: groups.count) { group in
      var sum = [Double](repeating: 0, count: width * width)
      sum.withUnsafeMutableBufferPointer { sum in
        guard let sum = sum.baseAddress else { return }
        for piece in groups[group] {
          x.forEachBlock(of: piece) { range, block in
            MatrixProducts.addSquare(of: block, rows: range.count, columns: width, into: sum)
          }
        }
      }
      return sum
    }
    let scale = 1 / Double(max(1, x.count - 1))
    let covariance = sums[0].indices.map { i in sums.reduce(0) { $0 + $1[i] } * scale }
    let eigen = try SymmetricEigen(of: covariance, size: width)
    variances = eigen.values.prefix(count).map { max(0, $0) }
    directions = Array(eigen.vectors.prefix(count * width))
    totalVariance = (0..<width).reduce(0) { $0 + covariance[$1 * width + $1] }
  }

  /// By a randomised subspace iteration that never forms the covariance.
  init(
    approximately count: Int, of x: CentredBlocks, seed: UInt64, _ workers: Workers
  ) throws(ClustersError) {
    let width = x.width
    let extra = min(count + 12, min(x.count, width))
    var random = RandomNumbers(seed: seed)
    var basis = try orthonormal(
      (0..<extra * width).map { _ in random.normal() }, count: extra, width: width)
    for _ in 0..<7 {
      basis = try orthonormal(
        x.spread(of: basis, count: extra, workers), count: extra, width: width)
    }
    // Rayleigh–Ritz: the small covariance within the subspace decides the directions.
    let image = x.spread(of: basis, count: extra, workers)
    let small = (0..<extra * extra).map { i in
      dot(basis, i / extra, image, i % extra, width) / Double(max(1, x.count - 1))
    }
    let eigen = try SymmetricEigen(of: small, size: extra)
    variances = eigen.values.prefix(count).map { max(0, $0) }
    directions = rotated(basis, by: eigen.vectors, from: extra, to: count, width: width)
    totalVariance = x.squares(workers).reduce(0, +) / Double(max(1, x.count - 1))
  }
}

/// Rows `[count, width]` made orthonormal through their Gram matrix, twice for full accuracy.
private func orthonormal(
  _ given: [Double], count: Int, width: Int
) throws(ClustersError) -> [Double] {
  var rows = given
  for _ in 0..<2 {
    let gram = (0..<count * count).map { dot(rows, $0 / count, rows, $0 % count, width) }
    let eigen = try SymmetricEigen(of: gram, size: count)
    let floor = max(eigen.values[0] * 1e-14, .leastNormalMagnitude)
    let scaled = eigen.vectors.indices.map { i in
      eigen.vectors[i] / max(eigen.values[i / count], floor).squareRoot()
    }
    rows = rotated(rows, by: scaled, from: count, to: count, width: width)
  }
  return rows
}

private func dot(_ a: [Double], _ row: Int, _ b: [Double], _ other: Int, _ width: Int) -> Double {
  var sum = 0.0
  for column in 0..<width { sum += a[row * width + column] * b[other * width + column] }
  return sum
}

/// `rotation[to, from] · rows[from, width]`.
private func rotated(
  _ rows: [Double], by rotation: [Double], from: Int, to: Int, width: Int
) -> [Double] {
  [Double](unsafeUninitializedCapacity: to * width) { out, count in
    rotation.withUnsafeBufferPointer { rotation in
      rows.withUnsafeBufferPointer { rows in
        guard let rotation = rotation.baseAddress, let rows = rows.baseAddress,
          let out = out.baseAddress
        else { return }
        MatrixProducts.times(rotation, rows: to, rows, columns: width, depth: from, into: out)
      }
    }
    count = to * width
  }
}

extension CentredBlocks {
  /// `Xᵀ·X·b` for every row b of `basis[count, feature]`.
  fileprivate func spread(of basis: [Double], count: Int, _ workers: Workers) -> [Double] {
    let width = width
    let columns = basis.indices.map { basis[$0 % count * width + $0 / count] }
    let groups = Pieces(of: pieces.count, atMost: 8, atLeast: 1)
    let sums = workers.results(of: groups.count) { group in
      var sum = [Double](repeating: 0, count: count * width)
      var codes = [Double](repeating: 0, count: CentredBlocks.rowsInBlock * count)
      sum.withUnsafeMutableBufferPointer { sum in
        codes.withUnsafeMutableBufferPointer { codes in
          columns.withUnsafeBufferPointer { columns in
            guard let sum = sum.baseAddress, let codes = codes.baseAddress,
              let columns = columns.baseAddress
            else { return }
            for piece in groups[group] {
              forEachBlock(of: piece) { range, block in
                MatrixProducts.times(
                  block, rows: range.count, columns, columns: count, depth: width, into: codes)
                MatrixProducts.addTransposedTimes(
                  codes, columns: count, block, columns: width, depth: range.count, into: sum)
              }
            }
          }
        }
      }
      return sum
    }
    return sums[0].indices.map { i in sums.reduce(0) { $0 + $1[i] } }
  }
}
