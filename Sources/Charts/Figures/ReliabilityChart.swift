/// Whether probabilities mean what they say: the share of positives among sources of about the same
/// probability, over how many sources there are.
public struct ReliabilityChart: Figure {
  /// Sources whose probabilities lie in one range.
  public struct Bin: Sendable, Equatable {
    public var low, high: Double
    public var meanProbability: Double
    public var positives, count: Int

    /// The share of positives with its 95 % interval (Wilson 1927).
    public var share: (value: Double, low: Double, high: Double) {
      let (n, z) = (Double(count), 1.96)
      let part = Double(positives) / n
      let centre = (part + z * z / (2 * n)) / (1 + z * z / n)
      let half =
        z / (1 + z * z / n) * (part * (1 - part) / n + z * z / (4 * n * n)).squareRoot()
      return (part, max(centre - half, 0), min(centre + half, 1))
    }
  }

  public var title: String
  public let bins: [Bin]
  public var probabilityLabel: String
  public var positiveLabel: String

  /// - Parameters:
  ///   - probabilities: from 0 to 1; others are left out.
  ///   - positives: whether each source is one.
  public init(
    title: String, probabilities: [Double], positives: [Bool], binCount: Int = 10,
    probabilityLabel: String = "probability", positiveLabel: String = "share of positives"
  ) {
    precondition(probabilities.count == positives.count && binCount > 0, "one label a probability")
    (self.title, self.probabilityLabel) = (title, probabilityLabel)
    self.positiveLabel = positiveLabel
    var members = [[Int]](repeating: [], count: binCount)
    for (index, value) in probabilities.enumerated() where (0...1).contains(value) {
      members[min(Int(value * Double(binCount)), binCount - 1)].append(index)  // bounded above
    }
    bins = members.enumerated().compactMap { bin, inside in
      guard !inside.isEmpty else { return nil }
      return Bin(
        low: Double(bin) / Double(binCount), high: Double(bin + 1) / Double(binCount),
        meanProbability: inside.reduce(0) { $0 + probabilities[$1] } / Double(inside.count),
        positives: inside.count { positives[$0] }, count: inside.count)
    }
  }

  private static let ours = LineStyle.series(0, width: 2.4)
  private static let ideal = LineStyle(.frame, width: 1.2, dashes: [4, 4])

  private var surround: Surround {
    Surround(
      title: title,
      legend: Legend(entries: [
        .init(swatch: .line(Self.ours), text: "observed, with 95 % intervals"),
        .init(swatch: .line(Self.ideal), text: "a probability that means what it says"),
      ]), width: 620)
  }

  public var size: FigureSize { surround.size(bodyHeight: 600) }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    let x = Axis(probabilityLabel, range: 0...1)
    let upper = Axis(positiveLabel, range: -0.02...1.02)
    var lower = Axis("sources", range: 0...Double(max(bins.map(\.count).max() ?? 1, 1)) * 1.08)
    lower.wholeNumbers = true
    let plots = StackedPlots(
      x: x, upper: upper, lower: lower, part: 0.72, in: body, on: canvas)
    let (shares, counts) = (plots.upper, plots.lower)
    plots.drawGrids(on: canvas)
    if bins.isEmpty { shares.say("no probabilities", on: canvas) }
    let ends = (shares.place(x: 0, y: 0), shares.place(x: 1, y: 1))
    canvas.line(from: ends.0, to: ends.1, Self.ideal)
    drawShares(in: shares, on: canvas)
    for bin in bins {
      let (left, right) = (counts.place(x: bin.low), counts.place(x: bin.high))
      let y = counts.place(y: Double(bin.count))
      canvas.fill(
        Box(x: left + 2, y: y, width: right - left - 4, height: counts.box.bottom - y), .skyBlue)
    }
    plots.drawAxes(on: canvas)
  }

  private func drawShares(in plot: PlotArea, on canvas: borrowing Canvas) {
    let places = bins.map { plot.place(x: $0.meanProbability, y: $0.share.value) }
    canvas.polyline(places, LineStyle(Self.ours.colour, width: 1.4))
    for (bin, place) in zip(bins, places) {
      canvas.line(
        from: (x: place.x, y: plot.place(y: bin.share.low)),
        to: (x: place.x, y: plot.place(y: bin.share.high)), Self.ours)
      canvas.dot(x: place.x, y: place.y, radius: 4, Self.ours.colour)
    }
  }
}
