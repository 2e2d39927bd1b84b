internal import CKernels

/// How fast every operation of the inner loops is with every instruction set that this processor has.
///
/// The rule that is watched: no wider set is slower than a narrower one, for any operation.
package struct KernelComparison: Sendable, Encodable {
  /// The sets from the narrowest to the widest.
  package let sets: [String]
  package private(set) var rows: [Row] = []

  package struct Row: Sendable, Encodable {
    package let operation: String
    /// Of one call, for every set: the median of the rounds.
    package let milliseconds: [Double]
    /// How many times as long the fastest of the narrower sets takes, for every set but the first: the
    /// median over rounds in which all sets took turns.
    package let gains: [Double]
  }

  /// - Parameters:
  ///   - rounds: in each of which every set does an operation for half a millisecond.
  ///   - done: is told of every operation, and of the sets.
  package init(rounds: Int, done: (_ sets: [String], Row) -> Void = { _, _ in }) {
    let names = ["baseline", "avx2", "avx512", "avx512bf16"]
    let kernels = names.compactMap { (name: String) -> (name: String, table: CKKernels)? in
      ckNamed(name).map { (name, $0.pointee) }
    }
    sets = kernels.map(\.name)
    for trial in KernelTrial.all {
      let row = Self.measure(trial, kernels.map(\.table), rounds)
      rows.append(row)
      done(sets, row)
    }
  }

  /// Operations that a wider set does slower than `least` of a narrower one's speed, and with which.
  package func losses(below least: Double) -> [(operation: String, set: String, gain: Double)] {
    rows.flatMap { row in
      zip(sets.dropFirst(), row.gains).filter { $0.1 < least }
        .map { (row.operation, $0.0, $0.1) }
    }
  }

  private static func measure(_ trial: KernelTrial, _ sets: [CKKernels], _ rounds: Int) -> Row {
    let clock = WorkClock(Workers(threads: 1))
    let work = sets.map(trial.prepare)
    func milliseconds(_ body: () -> Void, times: Int) -> Double {
      let start = clock.milliseconds
      for _ in 0..<times { body() }
      return (clock.milliseconds - start) / Double(times)
    }
    let times = work.map { body in
      body()
      let one = milliseconds(body, times: 3)
      return max(1, min(100_000, Int(0.5 / max(one, 1e-6))))
    }
    var measured = [[Double]](repeating: [], count: sets.count)
    for _ in 0..<max(1, rounds) {
      for set in sets.indices { measured[set].append(milliseconds(work[set], times: times[set])) }
    }
    let medians = measured.map(median)
    let gains = sets.indices.dropFirst().map { set in
      let narrower = (0..<set).min { medians[$0] < medians[$1] } ?? 0
      return median(zip(measured[narrower], measured[set]).map { $0 / $1 })
    }
    return Row(operation: trial.operation, milliseconds: medians, gains: gains)
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
