/// The nearest centre of every row of a block, found by a blocked product and a running best.
///
/// Distances lie as `[centre, row]`, so that the search runs over rows side by side and never
/// within a vector; four centres are compared before the running best is touched.
struct NearestCentres: ~Copyable {
  static let rowsInBlock = 256
  private static let centresInTile = 256

  private let products: UnsafeMutableBufferPointer<Float>

  init() {
    products = .allocate(capacity: NearestCentres.rowsInBlock * NearestCentres.centresInTile)
  }

  deinit { products.deallocate() }

  /// Writes, for each of the `count` rows from `x`, the nearest centre and |c|² − 2x·c of it; of
  /// several centres equally near, the first.
  func find(
    _ x: UnsafePointer<Float>, count: Int, stride: Int, width: Int,
    among centres: Centres, nearest: UnsafeMutablePointer<Int32>,
    offsets: UnsafeMutablePointer<Float>
  ) {
    guard let products = products.baseAddress else { return }
    offsets.update(repeating: .infinity, count: count)
    nearest.update(repeating: 0, count: count)
    centres.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      for tile in (0..<centres.count).blocks(of: NearestCentres.centresInTile) {
        MatrixProducts.timesTransposed(
          values + tile.lowerBound * centres.stride, stride: centres.stride, rows: tile.count,
          x, stride: stride, columns: count, depth: width, scale: -2,
          into: products, stride: count)
        NearestCentres.update(
          nearest, offsets, count, products, tile, norms: centres.norms)
      }
    }
  }

  private static func update(
    _ nearest: UnsafeMutablePointer<Int32>, _ offsets: UnsafeMutablePointer<Float>, _ count: Int,
    _ products: UnsafePointer<Float>, _ tile: Range<Int>, norms: [Float]
  ) {
    var centre = tile.lowerBound
    while centre + 4 <= tile.upperBound {
      let row = products + (centre - tile.lowerBound) * count
      let (n0, n1, n2, n3) = (
        norms[centre], norms[centre + 1], norms[centre + 2], norms[centre + 3]
      )
      let (k0, k1, k2, k3) = (
        Int32(centre), Int32(centre + 1), Int32(centre + 2), Int32(centre + 3)
      )
      for i in 0..<count {
        let (a, b) = (row[i] + n0, row[count + i] + n1)
        let (c, d) = (row[2 * count + i] + n2, row[3 * count + i] + n3)
        let (ab, kab) = (b < a ? b : a, b < a ? k1 : k0)
        let (cd, kcd) = (d < c ? d : c, d < c ? k3 : k2)
        let (all, kall) = (cd < ab ? cd : ab, cd < ab ? kcd : kab)
        let (old, oldIndex) = (offsets[i], nearest[i])
        offsets[i] = all < old ? all : old
        nearest[i] = all < old ? kall : oldIndex
      }
      centre += 4
    }
    while centre < tile.upperBound {
      let row = products + (centre - tile.lowerBound) * count
      let (norm, index) = (norms[centre], Int32(centre))
      for i in 0..<count {
        let value = row[i] + norm
        let (old, oldIndex) = (offsets[i], nearest[i])
        offsets[i] = value < old ? value : old
        nearest[i] = value < old ? index : oldIndex
      }
      centre += 1
    }
  }
}

/// Cluster centres in the coordinates and padding of the rows they belong to.
struct Centres: Sendable {
  let count: Int
  let width: Int
  let stride: Int
  /// `[centre, stride]`.
  private(set) var values: [Float]
  private(set) var norms: [Float]

  init(_ values: [Float], count: Int, width: Int, stride: Int) {
    (self.count, self.width, self.stride, self.values) = (count, width, stride, values)
    norms = (0..<count).map { centre in
      (0..<width).reduce(0) { $0 + values[centre * stride + $1] * values[centre * stride + $1] }
    }
  }

  /// Copies of the rows at `indices`.
  init(_ indices: [Int], of rows: Rows) {
    let values = indices.flatMap { rows.values[$0 * rows.stride..<($0 + 1) * rows.stride] }
    self.init(values, count: indices.count, width: rows.width, stride: rows.stride)
  }
}
