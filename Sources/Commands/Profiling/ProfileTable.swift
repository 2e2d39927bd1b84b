internal import Console
internal import Foundation
internal import Networks

/// A `StepProfile` as people read it: a line for every layer, its time, speed and share of the peak.
struct ProfileTable {
  /// Of the names.
  private let width: Int

  init(widestOf profile: StepProfile) {
    width = max(24, profile.rows.map(\.name.count).max() ?? 0)
  }

  func answer(_ profile: StepProfile, _ title: String) {
    Terminal.shared.answer("")
    Terminal.shared.answer(line(title, "", "ms", "GFLOP/s", "of peak"))
    for row in profile.rows {
      Terminal.shared.answer(
        line(
          row.name, row.layer, Self.time(row.milliseconds),
          row.gigaflops.map { number($0, digits: 3) } ?? "", row.ofPeak.map { share($0) } ?? ""))
    }
  }

  /// What belongs to no layer.
  func answer(_ name: String, milliseconds: Double) {
    Terminal.shared.answer(line(name, "", Self.time(milliseconds), "", ""))
  }

  private static func time(_ milliseconds: Double) -> String {
    String(format: "%.2f", milliseconds)
  }

  private func line(
    _ name: String, _ layer: String, _ time: String, _ rate: String, _ fraction: String
  ) -> String {
    func left(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    func right(_ text: String) -> String {
      String(repeating: " ", count: max(0, 9 - text.count)) + text
    }
    return left(name, width) + " " + left(layer, 24) + right(time) + right(rate) + right(fraction)
  }
}
