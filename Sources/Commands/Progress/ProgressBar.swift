internal import Foundation

/// How far a long job is: a redrawn line with rate and time left on a terminal, plain lines when
/// piped (one at most every ten seconds, and one at the end).
package struct ProgressBar {
  private let title: String
  private let unit: String
  private let total: Int
  private let start = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?
  private let terminal: Terminal
  private let isInteractive: Bool

  /// A bar for `total` things called `unit` ("cutouts").
  init(_ title: String, total: Int, unit: String, terminal: Terminal = .shared) {
    self.title = title
    self.total = max(total, 1)
    self.unit = unit
    self.terminal = terminal
    isInteractive = terminal.isInteractive
  }

  /// Tells that `done` of the total are finished; `detail` is what else is worth seeing.
  mutating func update(_ done: Int, detail: String = "") {
    let now = ContinuousClock.now
    let interval: Duration = isInteractive ? .milliseconds(100) : .seconds(10)
    guard now - (lastDrawn ?? (isInteractive ? .now - interval : start)) >= interval else { return }
    lastDrawn = now
    let seconds = Self.seconds(now - start)
    let line = Self.line(
      title: title, done: done, total: total, unit: unit, seconds: seconds, detail: detail,
      width: isInteractive ? 24 : 0)
    if isInteractive { terminal.redraw(line) } else { terminal.note(line) }
  }

  /// Clears the redrawn line.
  func finish() {
    if isInteractive { terminal.redraw("") }
  }

  /// The text of one state of the bar; `width` 0 leaves the bar itself out.
  package static func line(
    title: String, done: Int, total: Int, unit: String, seconds: Double, detail: String, width: Int
  ) -> String {
    let share = min(1, Double(done) / Double(total))
    let rate = seconds > 0 ? Double(done) / seconds : 0
    var parts = ["\(title) \(done)/\(total) \(unit) (\(Int(share * 100)) %)"]
    if width > 0 {
      let filled = Int(share * Double(width))
      let bar =
        String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
      parts[0] = "\(bar) " + parts[0]
    }
    if rate > 0 {
      parts.append("\(rate >= 10 ? String(Int(rate)) : String(format: "%.2f", rate)) \(unit)/s")
      if done < total { parts.append("\(clock(Double(total - done) / rate)) left") }
    }
    if !detail.isEmpty { parts.append(detail) }
    return parts.joined(separator: " · ")
  }

  /// Seconds as "48 s", "3:07" or "2:03:07".
  package static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest)
      : String(format: "%d:%02d", minutes, rest)
  }

  static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
