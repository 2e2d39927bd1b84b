internal import Foundation

/// What a progress bar says at one moment, as long as there is room for.
package struct ProgressLine {
  package let title: String
  package let done, total: Int
  package let unit: String
  package let seconds: Double
  package let detail: String
  /// The most memory the program had, in MB; nil leaves it out.
  package var megabytes: Int?

  package init(
    title: String, done: Int, total: Int, unit: String, seconds: Double, detail: String
  ) {
    (self.title, self.done, self.total, self.unit) = (title, done, total, unit)
    (self.seconds, self.detail) = (seconds, detail)
  }

  /// Everything; a `barWidth` of 0 leaves the bar itself out.
  package func text(barWidth: Int) -> String {
    ([bar(barWidth) + headline]
      + [rate, timeLeft, memory, detail.isEmpty ? nil : detail].compactMap(\.self))
      .joined(separator: " · ")
  }

  /// What fits into so many columns: the detail goes first, then the memory, the rate, the bar, the time left.
  package func fitting(_ columns: Int) -> String {
    let shorter = [
      text(barWidth: 24), bar(24) + joined(rate, timeLeft, memory),
      bar(24) + joined(rate, timeLeft),
      bar(12) + joined(rate, timeLeft),
      bar(12) + joined(timeLeft), joined(timeLeft), headline,
    ]
    if let line = shorter.first(where: { $0.count <= columns }) { return line }
    return String(headline.prefix(max(columns - 1, 0))) + (columns > 0 ? "…" : "")
  }

  private func joined(_ parts: String?...) -> String {
    ([headline] + parts.compactMap(\.self)).joined(separator: " · ")
  }

  private var share: Double { min(max(Double(done) / Double(max(total, 1)), 0), 1) }

  private func part(of whole: Int) -> Int {
    Int(exactly: (share * Double(whole)).rounded(.down)) ?? 0
  }

  private var headline: String { "\(title) \(done)/\(total) \(unit) (\(part(of: 100)) %)" }

  private func bar(_ width: Int) -> String {
    guard width > 0 else { return "" }
    let filled = part(of: width)
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
      + " "
  }

  /// Nothing is known of the rate in the first moments.
  private var perSecond: Double? {
    done > 0 && seconds >= 0.5 ? Double(done) / seconds : nil
  }

  private var rate: String? {
    perSecond.map {
      "\(String(format: $0 >= 10 ? "%.0f" : "%.2f", $0 >= 10 ? $0.rounded(.down) : $0)) \(unit)/s"
    }
  }

  private var memory: String? { perSecond == nil ? nil : megabytes.map { "\($0) MB" } }

  private var timeLeft: String? {
    guard let perSecond, done < total else { return nil }
    return "\(ProgressBar.clock(Double(total - done) / perSecond)) left"
  }
}
