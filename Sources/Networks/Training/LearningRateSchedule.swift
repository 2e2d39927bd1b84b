internal import Foundation

/// How the learning rate goes from the first step of a training to the last.
public enum LearningRateSchedule: String, Codable, Sendable, CaseIterable {
  /// The same rate at every step.
  case constant
  /// A rise from 1/25 of the rate over the first 30 % of the steps, then a fall to 1/250,000 of it,
  /// both along half a cosine (Smith & Topin 2018; `OneCycleLR` of PyTorch, momentum left alone).
  case oneCycle = "one-cycle"
  /// A fall to nothing along half a cosine (Loshchilov & Hutter 2017, without restarts).
  case cosine

  /// The learning rate of step `step` (from 0) of `steps`; `peak` is the rate that was asked for.
  public func rate(at step: Int, of steps: Int, peak: Double) -> Double {
    switch self {
    case .constant: peak
    case .cosine: Self.eased(from: peak, to: 0, Double(step) / Double(max(steps, 1)))
    case .oneCycle: Self.oneCycle(Double(step), of: steps, peak: peak)
    }
  }

  private static func oneCycle(_ step: Double, of steps: Int, peak: Double) -> Double {
    let start = peak / 25
    let end = start / 10_000
    let top = 0.3 * Double(steps) - 1
    let last = Double(steps) - 1
    if step <= top { return eased(from: start, to: peak, top > 0 ? step / top : 1) }
    return eased(from: peak, to: end, last > top ? (step - top) / (last - top) : 1)
  }

  /// Half a cosine between two values; `progress` runs from 0 to 1.
  private static func eased(from start: Double, to end: Double, _ progress: Double) -> Double {
    end + (start - end) / 2 * (1 + cos(.pi * progress))
  }
}
