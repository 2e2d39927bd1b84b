internal import Console
internal import Foundation
internal import Tensors

/// `galaxy-aep profile --all-kernels`: every operation under every instruction set of this processor.
struct KernelReport {
  /// Below this a wider set counts as slower: two runs of one kernel differ by as much.
  private static let leastGain = 0.93

  let rounds: Int

  func run(_ output: MeasurementOptions) throws {
    let terminal = Terminal.shared
    var started = false
    let comparison = KernelComparison(rounds: rounds) { sets, row in
      if !started {
        terminal.answer(line("one call on one thread", sets[0] + ", ms", Array(sets.dropFirst())))
        started = true
      }
      terminal.answer(
        line(
          row.operation, String(format: "%.4f", row.milliseconds[0]),
          row.gains.map { String(format: "× %.2f", $0) }))
    }
    terminal.answer("")
    terminal.answer("× how many times as long the fastest of the narrower sets takes")
    let losses = comparison.losses(below: Self.leastGain)
    for loss in losses {
      terminal.answer(
        "slower than a narrower set: \(loss.operation) with \(loss.set) "
          + String(format: "(× %.2f)", loss.gain))
    }
    if losses.isEmpty { terminal.answer("no wider set is slower than a narrower one") }
    try output.write(comparison)
  }

  private func line(_ name: String, _ time: String, _ gains: [String]) -> String {
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let padded = name + String(repeating: " ", count: max(0, 40 - name.count))
    return padded + right(time, 14) + gains.map { right($0, 12) }.joined()
  }
}
