internal import Foundation

/// Receiver operating characteristics of several scores, with a linear and a logarithmic
/// false-positive axis side by side.
public struct ROCChart: Figure {
  /// One score's curve.
  public struct Curve: Sendable {
    public var name: String
    /// False- and true-positive rates from (0, 0) to (1, 1), rising.
    public var points: [(falsePositive: Double, truePositive: Double)]
    public var auc: Double
    public var interval: ClosedRange<Double>?
    /// Drawn thick and on top: our score among the baselines.
    public var isOurs: Bool

    public init(
      name: String, points: [(falsePositive: Double, truePositive: Double)], auc: Double,
      interval: ClosedRange<Double>? = nil, isOurs: Bool = false
    ) {
      (self.name, self.points, self.auc) = (name, points, auc)
      (self.interval, self.isOurs) = (interval, isOurs)
    }
  }

  public var title: String
  public var curves: [Curve]
  /// A false-positive rate to mark in the logarithmic panel.
  public var markedRate: Double?
  /// What a false and a true positive are: "galaxies called stars".
  public var falsePositiveLabel: String
  public var truePositiveLabel: String

  public init(
    title: String, curves: [Curve], markedRate: Double? = nil,
    falsePositiveLabel: String = "false-positive rate",
    truePositiveLabel: String = "true-positive rate"
  ) {
    (self.title, self.curves, self.markedRate) = (title, curves, markedRate)
    self.falsePositiveLabel = falsePositiveLabel
    self.truePositiveLabel = truePositiveLabel
  }

  private var styles: [LineStyle] {
    // The first colour is ours; the others follow in order.
    var next = curves.contains(where: \.isOurs) ? 1 : 0
    return curves.map { curve in
      if curve.isOurs { return .series(0, width: 3) }
      defer { next += 1 }
      return .series(next, width: 1.5)
    }
  }

  private var surround: Surround {
    let canvas = Canvas.measuring()
    let styled = zip(curves, styles)
    let ordered = styled.filter(\.0.isOurs) + styled.filter { !$0.0.isOurs }
    var entries = ordered.map { curve, style in
      Legend.Entry(swatch: .line(style), text: Self.words(for: curve, on: canvas))
    }
    entries.append(.init(swatch: .line(Self.chance), text: "chance, AUC 0.5"))
    if let markedRate, markedRate >= lowestRate {
      entries.append(
        .init(
          swatch: .line(Self.mark), text: "false-positive rate \(markedRate)"))
    }
    return Surround(title: title, legend: Legend(entries: entries), width: 1000)
  }

  private static let mark = LineStyle(.softInk, width: 1, dashes: [2, 3])

  private static func words(for curve: Curve, on canvas: borrowing Canvas) -> String {
    func three(_ value: Double) -> String {
      value.isFinite ? String(format: "%.3f", value) : "—"
    }
    let interval = curve.interval.map { " (\(three($0.lowerBound))–\(three($0.upperBound)))" } ?? ""
    let name = canvas.shortened(curve.name, to: 230, .legend)
    return "\(name), AUC \(three(curve.auc))\(interval)"
  }

  private static let chance = LineStyle(.frame, width: 1.2, dashes: [4, 4])

  public var size: FigureSize { surround.size(bodyHeight: 452) }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    let half = body.width / 2
    let y = Axis(truePositiveLabel, range: 0...1)
    let linear = Axis(falsePositiveLabel, range: 0...1)
    let logarithmic = Axis(
      falsePositiveLabel + ", logarithmic", range: lowestRate...1, scale: .logarithmic)
    for (index, x) in [linear, logarithmic].enumerated() {
      let outer = Box(
        x: body.x + Double(index) * half, y: body.y, width: half - 4, height: body.height)
      let plot = PlotArea(x: x, y: y, in: outer, on: canvas)
      plot.drawGrid(on: canvas)
      canvas.clipped(to: plot.box.inset(left: -2, top: -2, right: -2, bottom: -2)) {
        canvas.polyline(Self.line([(0, 0), (1, 1)], in: plot), Self.chance)
        if index == 1, let markedRate, markedRate >= lowestRate { mark(markedRate, plot, canvas) }
        for isOurs in [false, true] {
          for (curve, style) in zip(curves, styles) where curve.isOurs == isOurs {
            canvas.polyline(Self.line(curve.points, in: plot), style)
            if curve.points.count == 1 {
              let place = plot.place(
                x: curve.points[0].falsePositive, y: curve.points[0].truePositive)
              canvas.dot(x: place.x, y: place.y, radius: 2 + style.width, style.colour)
            }
          }
        }
      }
      plot.drawAxes(on: canvas)
    }
  }

  /// Where the logarithmic axis begins: a power of ten that shows the curves' first steps.
  private var lowestRate: Double {
    let rates = curves.flatMap { curve in
      curve.points.lazy.map(\.falsePositive).filter { $0 > 0 }.min().map { [$0] } ?? []
    }
    let least = rates.min() ?? 0.01
    return pow(10, min(max((log10(least) + 1e-9).rounded(.down), -5), -2))
  }

  private func mark(_ rate: Double, _ plot: PlotArea, _ canvas: borrowing Canvas) {
    let x = plot.place(x: rate)
    canvas.line(
      from: (x: x, y: plot.box.y), to: (x: x, y: plot.box.bottom), Self.mark)
  }

  /// The curve in a plot; straight pieces are bent where the axis is logarithmic.
  private static func line(
    _ points: [(falsePositive: Double, truePositive: Double)], in plot: PlotArea
  ) -> [(x: Double, y: Double)] {
    let start = plot.x.range.lowerBound
    guard plot.x.scale == .logarithmic else {
      return points.map { plot.place(x: $0.falsePositive, y: $0.truePositive) }
    }
    var line: [(x: Double, y: Double)] = []
    for (one, two) in zip(points, points.dropFirst()) where two.falsePositive >= start {
      let low = max(one.falsePositive, start)
      let run = two.falsePositive - one.falsePositive
      guard run > 0 else {
        line.append(plot.place(x: low, y: one.truePositive))
        line.append(plot.place(x: low, y: two.truePositive))
        continue
      }
      let pieces = min(max(Int(log(two.falsePositive / low) * 20), 1), 100)
      for piece in 0...pieces {
        let x = low * pow(two.falsePositive / low, Double(piece) / Double(pieces))
        let part = (x - one.falsePositive) / run
        let rise = two.truePositive - one.truePositive
        line.append(plot.place(x: x, y: one.truePositive + part * rise))
      }
    }
    return line
  }
}
