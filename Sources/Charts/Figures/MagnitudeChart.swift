internal import Foundation

/// The AUC of several scores against magnitude, over the counts of stars and galaxies per bin.
public struct MagnitudeChart: Figure {
  /// The AUC within one magnitude bin.
  public struct Bin: Sendable {
    public var low, high: Double
    public var auc: Double
    public var interval: ClosedRange<Double>?

    public init(low: Double, high: Double, auc: Double, interval: ClosedRange<Double>? = nil) {
      (self.low, self.high, self.auc, self.interval) = (low, high, auc, interval)
    }
  }

  /// One score over all bins; bins without both classes are left out or have a NaN.
  public struct Score: Sendable {
    public var name: String
    public var bins: [Bin]
    public var isOurs: Bool

    public init(name: String, bins: [Bin], isOurs: Bool = false) {
      (self.name, self.bins, self.isOurs) = (name, bins, isOurs)
    }
  }

  /// How many sources of each class a bin holds.
  public struct Count: Sendable {
    public var low, high: Double
    public var stars, galaxies: Int

    public init(low: Double, high: Double, stars: Int, galaxies: Int) {
      (self.low, self.high, self.stars, self.galaxies) = (low, high, stars, galaxies)
    }
  }

  public var title: String
  public var scores: [Score]
  public var counts: [Count]
  public var magnitudeLabel: String

  public init(
    title: String, scores: [Score], counts: [Count], magnitudeLabel: String = "r [mag]"
  ) {
    (self.title, self.scores) = (title, scores)
    (self.counts, self.magnitudeLabel) = (counts, magnitudeLabel)
  }

  private static let stars = Colour.orange
  private static let galaxies = Colour.skyBlue

  private var styles: [LineStyle] {
    LineStyle.scores(areOurs: scores.map(\.isOurs), thick: 2.8, thin: 1.6)
  }

  private var surround: Surround {
    let entries = zip(scores, styles).map { score, style in
      Legend.Entry(swatch: .line(style), text: String(score.name.prefix(80)))
    }
    return Surround(
      title: title,
      legend: Legend(
        entries: entries + [
          .init(swatch: .area(Self.stars), text: "stars"),
          .init(swatch: .area(Self.galaxies), text: "galaxies"),
        ]), notes: [bars].compactMap { $0 }, width: 820)
  }

  /// Whose intervals are drawn.
  private var bars: String? {
    let with = scores.filter { score in score.bins.contains { $0.interval != nil } }
    guard !with.isEmpty else { return nil }
    return with.count == scores.count
      ? "Bars are 95 % intervals."
      : "Bars are 95 % intervals, of \(with.map { $0.name.prefix(80) }.joined(separator: ", ")) only."
  }

  /// What legend and notes say.
  package var words: [String] { surround.words }

  public var size: FigureSize { surround.size(bodyHeight: 520) }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    let edges = counts.flatMap { [$0.low, $0.high] }
    let x = Axis(
      magnitudeLabel,
      covering: edges + scores.flatMap { $0.bins.flatMap { [$0.low, $0.high] } }, margin: 0.02)
    let upper = Axis("AUC", range: lowestAUC...1 + (1 - lowestAUC) * 0.04)
    let most = counts.map { max($0.stars, $0.galaxies) }.max() ?? 0
    var lower = Axis("count", range: 0...Double(max(most, 1)) * 1.08)
    lower.wholeNumbers = true
    let plots = StackedPlots(
      x: x, upper: upper, lower: lower, part: 0.67, in: body, on: canvas)
    plots.drawGrids(on: canvas)
    drawChance(in: plots.upper, on: canvas)
    drawScores(in: plots.upper, on: canvas)
    drawCounts(in: plots.lower, on: canvas)
    plots.drawAxes(on: canvas)
  }

  /// The axis begins a little under the lowest value, at 0.9 at most.
  private var lowestAUC: Double {
    let values = scores.flatMap { $0.bins.flatMap { [$0.auc, $0.interval?.lowerBound ?? $0.auc] } }
      .filter(\.isFinite)
    return max(min((((values.min() ?? 0.5) - 0.01) * 20).rounded(.down) / 20, 0.9), 0)
  }

  private func drawChance(in plot: PlotArea, on canvas: borrowing Canvas) {
    guard plot.y.range.contains(0.5) else { return }
    let y = plot.place(y: 0.5)
    canvas.line(
      from: (x: plot.box.x, y: y), to: (x: plot.box.right, y: y),
      LineStyle(.frame, width: 1, dashes: [4, 4]))
  }

  private func drawScores(in plot: PlotArea, on canvas: borrowing Canvas) {
    let styles = styles
    for isOurs in [false, true] {
      for (index, score) in scores.enumerated() where score.isOurs == isOurs {
        draw(score, styles[index], in: plot, on: canvas)
      }
    }
  }

  /// Every score's point stands at the middle of its bin: one moved sideways would seem better or worse.
  private func draw(
    _ score: Score, _ style: LineStyle, in plot: PlotArea, on canvas: borrowing Canvas
  ) {
    var solid = style
    solid.dashes = []
    let places = score.bins.map { bin in
      bin.auc.isFinite
        ? plot.place(x: (bin.low + bin.high) / 2, y: bin.auc) : (x: Double.nan, y: Double.nan)
    }
    canvas.polyline(places, LineStyle(style.colour, width: style.width / 2, dashes: style.dashes))
    for (bin, place) in zip(score.bins, places) where place.x.isFinite {
      if let interval = bin.interval {
        canvas.line(
          from: (x: place.x, y: plot.place(y: interval.lowerBound)),
          to: (x: place.x, y: plot.place(y: interval.upperBound)), solid)
      }
      canvas.dot(x: place.x, y: place.y, radius: 2.4 + style.width / 1.6, style.colour)
    }
  }

  private func drawCounts(in plot: PlotArea, on canvas: borrowing Canvas) {
    if counts.isEmpty { plot.say("no bins", on: canvas) }
    for count in counts {
      let (left, right) = (plot.place(x: count.low), plot.place(x: count.high))
      let width = (right - left) * 0.4
      for (number, start, colour) in [
        (count.stars, left + (right - left) * 0.1, Self.stars),
        (count.galaxies, left + (right - left) * 0.5, Self.galaxies),
      ] {
        let y = plot.place(y: Double(number))
        canvas.fill(Box(x: start, y: y, width: width, height: plot.box.bottom - y), colour)
      }
    }
  }
}
