internal import Tensors

/// Where Lloyd's iterations ended.
struct LloydResult: Sendable {
  var centres: Centres
  var assignments: [Int32]
  var inertia: Double
  var iterations: Int
  var converged: Bool
  /// By how much the squared distance to the second nearest centre is greater, for every source.
  var margins: [Float]
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
    var seconds = [Float](repeating: 0, count: rows.count)
    _ = state.assign(rows, centres, secondScores: &seconds, workers)
    return LloydResult(
      centres: centres, assignments: state.nearest,
      inertia: state.inertia(rows, centres, workers), iterations: iterations,
      converged: converged, margins: zip(state.scores, seconds).map { 2 * ($0 - $1) })
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
  /// x·c − |c|²/2 of the nearest centre.
  private(set) var scores: [Float]

  init(_ count: Int) {
    nearest = [Int32](repeating: 0, count: count)
    scores = [Float](repeating: 0, count: count)
  }

  /// Finds the nearest centres and returns the sums over their sources.
  mutating func assign(_ rows: Rows, _ centres: Centres, _ workers: Workers) -> ClusterSums {
    assign(rows, centres, secondScores: nil, workers)
  }

  /// The same, and writes the scores of the second nearest centres.
  mutating func assign(
    _ rows: Rows, _ centres: Centres, secondScores: inout [Float], _ workers: Workers
  ) -> ClusterSums {
    secondScores.withUnsafeMutableBufferPointer { seconds in
      assign(rows, centres, secondScores: Shared(seconds), workers)
    }
  }

  private mutating func assign(
    _ rows: Rows, _ centres: Centres, secondScores: Shared<Float>?, _ workers: Workers
  ) -> ClusterSums {
    let (pieces, search) = (Pieces(of: rows.count), NearestCentres(centres))
    let partial = nearest.withUnsafeMutableBufferPointer { nearest in
      scores.withUnsafeMutableBufferPointer { scores in
        guard let nearest = Shared(nearest), let scores = Shared(scores) else {
          return [(sums: [Float], counts: [Int32])]()
        }
        return workers.results(of: pieces.count) { piece in
          search.find(
            pieces[piece], of: rows,
            into: .init(
              nearest: nearest.pointer, scores: scores.pointer,
              secondScores: secondScores?.pointer))
        }
      }
    }
    var total = ClusterSums(
      values: [Double](repeating: 0, count: centres.count * rows.stride),
      counts: [Int](repeating: 0, count: centres.count))
    for (sums, counts) in partial {
      for i in sums.indices { total.values[i] += Double(sums[i]) }
      for i in counts.indices { total.counts[i] += Int(counts[i]) }
    }
    return total
  }

  /// The mean of every cluster. A cluster without a source moves to the source farthest from its
  /// own centre (the first of several), each to another.
  func means(_ given: ClusterSums, _ rows: Rows, _ old: Centres) -> Centres {
    var sums = given
    let empty = sums.counts.indices.filter { sums.counts[$0] == 0 }
    if !empty.isEmpty {
      var distances = nearest.indices.map { rows.norms[$0] - 2 * scores[$0] }
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

  /// The sum of squared distances to the assigned centres, from differences.
  func inertia(_ rows: Rows, _ centres: Centres, _ workers: Workers) -> Double {
    let (nearest, pieces) = (nearest, Pieces(of: rows.count))
    let points = Points(width: rows.width, stride: rows.stride)
    return workers.results(of: pieces.count) { piece in
      let range = pieces[piece]
      return nearest.withUnsafeBufferPointer { nearest in
        rows.withRow(range.lowerBound) { values in
          guard let nearest = nearest.baseAddress else { return 0 }
          return points.squaredDistances(
            of: values, count: range.count, to: centres.values,
            nearest: nearest + range.lowerBound)
        }
      }
    }.reduce(0, +)
  }
}
