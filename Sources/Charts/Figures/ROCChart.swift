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
  public var notes: [String] = []

  public init(
    title: String, curves: [Curve], markedRate: Double? = nil,
    falsePositiveLabel: String = "false-positive rate",
    truePositiveLabel: String = "true-positive rate"
  ) {
    (self.title, self.curves, self.markedRate) = (title, curves, markedRate)
    self.falsePositiveLabel = falsePositiveLabel
    self.truePositiveLabel = truePositiveLabel
  }

  private var styles: [LineStyle] { ROCPlot.styles(of: curves) }

  private var surround: Surround {
    let canvas = Canvas.measuring()
    let styled = zip(curves, styles)
    let ordered = styled.filter(\.0.isOurs) + styled.filter { !$0.0.isOurs }
    var entries = ordered.map { curve, style in
      Legend.Entry(swatch: .line(style), text: Self.words(for: curve, on: canvas))
    }
    entries.append(.init(swatch: .line(ROCPlot.chance), text: "chance, AUC 0.5"))
    if let markedRate, markedRate >= lowestRate {
      entries.append(
        .init(
          swatch: .line(ROCPlot.mark), text: "\(falsePositiveLabel): \(markedRate)"))
    }
    return Surround(
      title: title, legend: Legend(entries: entries), notes: notes, width: 1000)
  }

  private static func words(for curve: Curve, on canvas: borrowing Canvas) -> String {
    func three(_ value: Double) -> String {
      value.isFinite ? String(format: "%.3f", value) : "—"
    }
    let interval = curve.interval.map { " (\(three($0.lowerBound))–\(three($0.upperBound)))" } ?? ""
    let name = canvas.shortened(curve.name, to: 230, .legend)
    return "\(name), AUC \(three(curve.auc))\(interval)"
  }

  /// What legend and notes say.
  package var words: [String] { surround.words }

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
      ROCPlot(
        area: PlotArea(x: x, y: y, in: outer, on: canvas), markedRate: index == 1 ? markedRate : nil
      ).draw(curves, styles, on: canvas)
    }
  }

  private var lowestRate: Double { ROCPlot.lowestRate(of: curves) }
}
