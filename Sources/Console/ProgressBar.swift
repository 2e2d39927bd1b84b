internal import Foundation

/// Where progress is told.
package protocol ProgressSurface: Sendable {
  /// How wide a screen is on which a line can be redrawn; nil for anything else.
  var columns: Int? { get }
  /// The most memory the program had, in MB; nil where that is not told.
  var megabytes: Int? { get }
  /// Replaces the line that the cursor is on; "" leaves it blank.
  func redraw(_ line: String)
  /// Adds a line.
  func note(_ line: String)
}

extension ProgressSurface {
  package var megabytes: Int? { nil }
}

/// How far a long job is: a redrawn line with rate, time left and memory on a terminal, from the first
/// update on; elsewhere a plain line at most every ten seconds.
package struct ProgressBar {
  private let title: String
  private let unit: String
  private let total: Int
  private let surface: any ProgressSurface
  private let now: @Sendable () -> ContinuousClock.Instant
  private let start: ContinuousClock.Instant
  private var lastTold: ContinuousClock.Instant?

  /// A bar for `total` things called `unit` ("cutouts").
  package init(
    _ title: String, total: Int, unit: String, on surface: any ProgressSurface = Terminal.shared,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    (self.title, self.unit, self.total) = (title, unit, max(total, 1))
    (self.surface, self.now, start) = (surface, now, now())
  }

  /// Tells that `done` of the total are finished; `detail` is what else is worth seeing.
  package mutating func update(_ done: Int, detail: String = "") {
    let (time, columns) = (now(), surface.columns)
    guard isTime(time, onScreen: columns != nil) else { return }
    lastTold = time
    var line = ProgressLine(
      title: title, done: done, total: total, unit: unit, seconds: Self.seconds(time - start),
      detail: detail)
    line.megabytes = surface.megabytes
    if let columns {
      // The last column stays free: a cursor behind it would wrap.
      surface.redraw(line.fitting(columns - 1))
    } else {
      surface.note(line.text(barWidth: 0))
    }
  }

  /// Clears the redrawn line.
  package func finish() {
    if surface.columns != nil, lastTold != nil { surface.redraw("") }
  }

  private func isTime(_ time: ContinuousClock.Instant, onScreen: Bool) -> Bool {
    guard onScreen else { return time - (lastTold ?? start) >= .seconds(10) }
    return lastTold.map { time - $0 >= .milliseconds(100) } ?? true
  }

  /// The text of one state of the bar; `width` 0 leaves the bar itself out.
  package static func line(
    title: String, done: Int, total: Int, unit: String, seconds: Double, detail: String, width: Int
  ) -> String {
    ProgressLine(
      title: title, done: done, total: total, unit: unit, seconds: seconds, detail: detail
    ).text(barWidth: width)
  }

  /// Seconds as "48 s", "3:07" or "2:03:07".
  package static func clock(_ seconds: Double) -> String {
    let whole = Int(exactly: seconds.rounded()) ?? 0
    if whole < 60 { return "\(whole) s" }
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest)
      : String(format: "%d:%02d", minutes, rest)
  }

  package static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
