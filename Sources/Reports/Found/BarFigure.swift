internal import Console
internal import Foundation

/// Counts as bars, drawn in the page's own colours, by day and by night.
package struct BarFigure {
  let counts: [Int]
  /// What the first bar begins at and the last one ends at.
  let from, to: Double
  let title, axis: String

  package init(counts: [Int], from: Double, to: Double, title: String, axis: String) {
    (self.counts, self.from, self.to) = (counts, from, to)
    (self.title, self.axis) = (title, axis)
  }

  package var html: String {
    guard let most = counts.max(), most > 0 else { return "" }
    let (width, height, foot) = (640.0, 200.0, 36.0)
    let step = width / Double(counts.count)
    let bars = counts.enumerated().map { index, count in
      let tall = (height - 16) * Double(count) / Double(most)
      let x = Double(index) * step
      let low = from + (to - from) * Double(index) / Double(counts.count)
      let high = from + (to - from) * Double(index + 1) / Double(counts.count)
      return """
        <g><title>\(number(low, digits: 3))–\(number(high, digits: 3)): \(count)</title>\
        <rect x="\(text(x + 1))" y="\(text(height - tall))" width="\(text(step - 2))" \
        height="\(text(tall))"/><text x="\(text(x + step / 2))" y="\(text(height - tall - 4))">\
        \(count)</text></g>
        """
    }
    let ticks = (0...4).map { tick in
      let value = from + (to - from) * Double(tick) / 4
      let anchor = tick == 0 ? "start" : tick == 4 ? "end" : "middle"
      return """
        <text x="\(text(width * Double(tick) / 4))" y="\(text(height + 15))" \
        style="text-anchor:\(anchor)">\(number(value, digits: 3))</text>
        """
    }
    return """
      <svg class="bars" viewBox="0 0 \(text(width)) \(text(height + foot))" role="img" \
      aria-label="\(Markup.escaped(title))">\(bars.joined())\
      <line x1="0" x2="\(text(width))" y1="\(text(height))" y2="\(text(height))"/>\
      \(ticks.joined())<text x="\(text(width / 2))" y="\(text(height + 31))">\
      \(Markup.escaped(axis))</text></svg>

      """
  }

  private func text(_ value: Double) -> String { number(value, digits: 5) }
}
