internal import Foundation
internal import Tensors

/// The sources that k-means starts from: each drawn in proportion to its squared distance from
/// those already chosen, the best of 2 + ln K draws (greedy k-means++).
struct KMeansSeeds {
  let count: Int

  func choose(among rows: Rows, _ random: inout RandomNumbers, _ workers: Workers) -> [Int] {
    let trials = 2 + Int(bounded: log(Double(count)))
    var distances = CandidateDistances(rows, trials: trials)
    var chosen = [random.integer(below: rows.count)]
    distances.measure(chosen, workers)
    distances.keep(trial: 0, workers)
    while chosen.count < count {
      let candidates = (0..<trials).map { _ in distances.draw(&random) }
      let potentials = distances.measure(candidates, workers)
      let best = potentials.indices.reduce(0) { potentials[$1] < potentials[$0] ? $1 : $0 }
      distances.keep(trial: best, workers)
      chosen.append(candidates[best])
    }
    return chosen
  }
}

/// The squared distance of every source to the nearest chosen seed, and to some candidates.
private struct CandidateDistances {
  private let rows: Rows
  private let pieces: Pieces
  /// To the nearest seed.
  private var nearest: [Float]
  /// To the nearest of the seeds and one candidate, `[candidate, source]`.
  private var trials: [Float]
  private var sums: [Double]

  init(_ rows: Rows, trials: Int) {
    self.rows = rows
    pieces = Pieces(of: rows.count)
    nearest = [Float](repeating: .infinity, count: rows.count)
    self.trials = [Float](repeating: 0, count: rows.count * trials)
    sums = [Double](repeating: 0, count: pieces.count)
  }

  /// A source drawn in proportion to its squared distance; any source where all are zero.
  func draw(_ random: inout RandomNumbers) -> Int {
    let total = sums.reduce(0, +)
    guard total > 0, total.isFinite else { return random.integer(below: rows.count) }
    var left = random.uniform() * total
    var piece = 0
    while piece < pieces.count - 1, left >= sums[piece] {
      left -= sums[piece]
      piece += 1
    }
    var last = pieces[piece].lowerBound
    for row in pieces[piece] where nearest[row] > 0 {
      last = row
      left -= Double(nearest[row])
      if left < 0 { break }
    }
    return last
  }

  /// The sum over all sources if a candidate were chosen, for each of them.
  @discardableResult
  mutating func measure(_ candidates: [Int], _ workers: Workers) -> [Double] {
    let centres = Centres(candidates, of: rows)
    let (rows, pieces, nearest) = (rows, pieces, nearest)
    let sums = trials.withUnsafeMutableBufferPointer { trials in
      guard let trials = Shared(trials) else { return [[Double]]() }
      return workers.results(of: pieces.count) { piece in
        Self.measure(centres, pieces[piece], rows, nearest, into: trials.pointer)
      }
    }
    return (0..<centres.count).map { trial in sums.reduce(0) { $0 + $1[trial] } }
  }

  private static func measure(
    _ centres: Centres, _ range: Range<Int>, _ rows: Rows, _ nearest: [Float],
    into trials: UnsafeMutablePointer<Float>
  ) -> [Double] {
    rows.values.withUnsafeBufferPointer { values in
      centres.values.withUnsafeBufferPointer { candidates in
        if let values = values.baseAddress, let candidates = candidates.baseAddress {
          MatrixProducts.timesTransposed(
            candidates, stride: centres.stride, rows: centres.count,
            values + range.lowerBound * rows.stride, stride: rows.stride, columns: range.count,
            depth: rows.width, scale: -2, into: trials + range.lowerBound, stride: rows.count)
        }
      }
    }
    return (0..<centres.count).map { trial in
      let out = trials + trial * rows.count
      let norm = centres.norms[trial]
      return nearest.withUnsafeBufferPointer { nearest in
        rows.norms.withUnsafeBufferPointer { norms in
          for row in range {
            let distance = out[row] + norms[row] + norm
            let old = nearest[row]
            let positive = distance > 0 ? distance : 0
            out[row] = positive < old ? positive : old
          }
          return sum(of: out + range.lowerBound, count: range.count)
        }
      }
    }
  }

  /// Chooses a measured candidate.
  mutating func keep(trial: Int, _ workers: Workers) {
    let start = trial * rows.count
    nearest.replaceSubrange(0..<rows.count, with: trials[start..<start + rows.count])
    let (pieces, kept) = (pieces, nearest)
    sums = workers.results(of: pieces.count) { piece in
      pieces[piece].reduce(0) { $0 + Double(kept[$1]) }
    }
  }

  /// In double precision, eight running sums side by side.
  private static func sum(of values: UnsafePointer<Float>, count: Int) -> Double {
    var sums = SIMD8<Double>.zero
    let whole = count / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
      let part = UnsafeRawPointer(values + start).loadUnaligned(as: SIMD8<Float>.self)
      sums += SIMD8<Double>(part)
    }
    return (whole..<count).reduce(sums.sum()) { $0 + Double(values[$1]) }
  }
}
