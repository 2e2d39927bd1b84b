internal import Tensors

/// Where Lloyd's iterations ended.
struct LloydResult: Sendable {
  var centres: Centres
  var assignments: [Int32]
  var inertia: Double
  var iterations: Int
  var converged: Bool
}

/// Lloyd's iterations: every source to its nearest centre, every centre to its sources' mean.
struct LloydIterations {
  let limit: Int
  let tolerance: Double

  func run(_ rows: Rows, from seeds: Centres, _ workers: Workers) -> LloydResult {
    let variance =
      rows.norms.reduce(0) { $0 + Double($1) } / Double(rows.count) / Double(rows.width)
    var centres = seeds
    var state = Assignment(rows.count)
    var (iterations, converged) = (0, false)
    while iterations < limit, !converged {
      iterations += 1
      let sums = state.assign(rows, centres, workers)
      let moved = state.means(sums, rows, centres)
      let shift = zip(moved.values, centres.values).reduce(0) { total, pair in
        let difference = Double(pair.0) - Double(pair.1)
        return total + difference * difference
      }
      centres = moved
      converged = shift <= tolerance * variance
    }
    // The centres moved after the last assignment: what is returned belongs together.
    _ = state.assign(rows, centres, workers)
    return LloydResult(
      centres: centres, assignments: state.nearest,
      inertia: state.inertia(rows, centres, workers), iterations: iterations, converged: converged)
  }
}

/// Sums over the sources of each cluster.
struct ClusterSums: Sendable {
  /// `[cluster, stride]`.
  var values: [Double]
  var counts: [Int]
}

/// The nearest centre of every source.
struct Assignment {
  private(set) var nearest: [Int32]
  /// |c|² − 2x·c of the nearest centre.
  private var offsets: [Float]

  init(_ count: Int) {
    nearest = [Int32](repeating: 0, count: count)
    offsets = [Float](repeating: 0, count: count)
  }

  /// Finds the nearest centres and returns the sums over their sources.
  mutating func assign(_ rows: Rows, _ centres: Centres, _ workers: Workers) -> ClusterSums {
    let pieces = Pieces(of: rows.count)
    let partial = nearest.withUnsafeMutableBufferPointer { nearest in
      offsets.withUnsafeMutableBufferPointer { offsets in
        guard let nearest = Shared(nearest), let offsets = Shared(offsets) else {
          return [([Float], [Int32])]()
        }
        return workers.results(of: pieces.count) { piece in
          Assignment.assign(
            rows, centres, pieces[piece], nearest: nearest.pointer, offsets: offsets.pointer)
        }
      }
    }
    var sums = ClusterSums(
      values: [Double](repeating: 0, count: centres.count * rows.stride),
      counts: [Int](repeating: 0, count: centres.count))
    for (values, counts) in partial {
      for i in values.indices { sums.values[i] += Double(values[i]) }
      for i in counts.indices { sums.counts[i] += Int(counts[i]) }
    }
    return sums
  }

  private static func assign(
    _ rows: Rows, _ centres: Centres, _ range: Range<Int>,
    nearest: UnsafeMutablePointer<Int32>, offsets: UnsafeMutablePointer<Float>
  ) -> ([Float], [Int32]) {
    var sums = [Float](repeating: 0, count: centres.count * rows.stride)
    var counts = [Int32](repeating: 0, count: centres.count)
    let search = NearestCentres()
    rows.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      sums.withUnsafeMutableBufferPointer { sums in
        guard let sums = sums.baseAddress else { return }
        for block in range.blocks(of: NearestCentres.rowsInBlock) {
          search.find(
            values + block.lowerBound * rows.stride, count: block.count, stride: rows.stride,
            width: rows.width, among: centres, nearest: nearest + block.lowerBound,
            offsets: offsets + block.lowerBound)
          for row in block {
            let cluster = Int(nearest[row])
            counts[cluster] += 1
            let (sum, x) = (sums + cluster * rows.stride, values + row * rows.stride)
            for column in Swift.stride(from: 0, to: rows.stride, by: 8) {
              let old = UnsafeRawPointer(sum + column).loadUnaligned(as: SIMD8<Float>.self)
              let new = UnsafeRawPointer(x + column).loadUnaligned(as: SIMD8<Float>.self)
              UnsafeMutableRawPointer(sum + column).storeBytes(
                of: old + new, as: SIMD8<Float>.self)
            }
          }
        }
      }
    }
    return (sums, counts)
  }

  /// The mean of every cluster. A cluster without a source moves to the source farthest from its
  /// own centre (the first of several), each to another.
  func means(_ given: ClusterSums, _ rows: Rows, _ old: Centres) -> Centres {
    var sums = given
    let empty = sums.counts.indices.filter { sums.counts[$0] == 0 }
    if !empty.isEmpty {
      var distances = nearest.indices.map { offsets[$0] + rows.norms[$0] }
      for cluster in empty {
        let far = distances.indices.reduce(0) { distances[$1] > distances[$0] ? $1 : $0 }
        distances[far] = -.infinity
        let donor = Int(nearest[far])
        guard sums.counts[donor] > 1 else { continue }
        sums.counts[donor] -= 1
        sums.counts[cluster] = 1
        for column in 0..<rows.stride {
          let value = Double(rows.values[far * rows.stride + column])
          sums.values[donor * rows.stride + column] -= value
          sums.values[cluster * rows.stride + column] = value
        }
      }
    }
    let values = sums.values.indices.map { index in
      let count = sums.counts[index / rows.stride]
      return count > 0 ? Float(sums.values[index] / Double(count)) : old.values[index]
    }
    return Centres(values, count: old.count, width: old.width, stride: old.stride)
  }

  /// The sum of squared distances to the assigned centres, from differences in double precision.
  func inertia(_ rows: Rows, _ centres: Centres, _ workers: Workers) -> Double {
    let (nearest, pieces) = (nearest, Pieces(of: rows.count))
    return workers.results(of: pieces.count) { piece in
      var sum = 0.0
      rows.values.withUnsafeBufferPointer { values in
        centres.values.withUnsafeBufferPointer { centres in
          for row in pieces[piece] {
            let centre = Int(nearest[row]) * rows.stride
            for column in 0..<rows.width {
              let difference = Double(
                values[row * rows.stride + column] - centres[centre + column])
              sum += difference * difference
            }
          }
        }
      }
      return sum
    }.reduce(0, +)
  }
}
