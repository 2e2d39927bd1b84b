internal import Foundation

/// Curves of true against false positives in several parts of the sources, such as magnitude bins:
/// a panel each with a logarithmic false-positive axis, the same scores in the same colours.
public struct ROCPanels: Figure {
  /// The scores in one part.
  public struct Panel: Sendable {
    public var title: String
    public var curves: [ROCChart.Curve]

    public init(title: String, curves: [ROCChart.Curve]) {
      (self.title, self.curves) = (title, curves)
    }
  }

  public var title: String
  /// Every panel has the same scores in the same order.
  public var panels: [Panel]
  public var falsePositiveLabel: String
  public var truePositiveLabel: String

  public init(
    title: String, panels: [Panel], falsePositiveLabel: String = "false-positive rate",
    truePositiveLabel: String = "true-positive rate"
  ) {
    (self.title, self.panels) = (title, panels)
    (self.falsePositiveLabel, self.truePositiveLabel) = (falsePositiveLabel, truePositiveLabel)
  }

  private static let cell = FigureSize(width: 330, height: 330)
  private static let headHeight = 40.0
  private var columns: Int { max(min(panels.count, panels.count == 4 ? 2 : 3), 1) }
  private var styles: [LineStyle] { ROCPlot.styles(of: panels.first?.curves ?? []) }

  private var surround: Surround {
    let entries = zip(panels.first?.curves ?? [], styles).map {
      Legend.Entry(swatch: .line($1), text: String($0.name.prefix(80)))
    }
    return Surround(
      title: title,
      legend: Legend(entries: entries + [.init(swatch: .line(ROCPlot.chance), text: "chance")]),
      width: max(Double(columns) * Self.cell.width + 28, 480))
  }

  public var size: FigureSize {
    let rows = max((panels.count + columns - 1) / columns, 1)
    return surround.size(bodyHeight: Double(rows) * (Self.cell.height + Self.headHeight))
  }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    if panels.isEmpty {
      canvas.text(
        "no panels", x: body.centreX, y: body.centreY, .axisTitle, Anchor(.centre, .middle))
    }
    let left = body.centreX - Double(columns) * Self.cell.width / 2
    let lowest = panels.map { ROCPlot.lowestRate(of: $0.curves) }.min() ?? 0.01
    for (index, panel) in panels.enumerated() {
      let cell = Box(
        x: left + Double(index % columns) * Self.cell.width,
        y: body.y + Double(index / columns) * (Self.cell.height + Self.headHeight)
          + Self.headHeight,
        width: Self.cell.width - 8, height: Self.cell.height)
      let plot = PlotArea(
        x: Axis(falsePositiveLabel, range: lowest...1, scale: .logarithmic),
        y: Axis(truePositiveLabel, range: 0...1), in: cell, on: canvas)
      for (line, text) in [panel.title, Self.summary(of: panel.curves)].enumerated() {
        let lettering = line == 0 ? Lettering.panelTitle : .note
        canvas.text(
          canvas.shortened(text, to: plot.box.width, lettering), x: plot.box.centreX,
          y: cell.y - Self.headHeight + 12 + 17 * Double(line), lettering, Anchor(.centre, .top))
      }
      ROCPlot(area: plot).draw(panel.curves, styles, on: canvas)
    }
  }

  /// "AUC 0.974, best other 0.958".
  private static func summary(of curves: [ROCChart.Curve]) -> String {
    func best(_ isOurs: Bool) -> Double? {
      curves.filter { $0.isOurs == isOurs }.map(\.auc).filter(\.isFinite).max()
    }
    let parts = [("AUC", best(true)), ("best other", best(false))].compactMap { name, area in
      area.map { "\(name) \(String(format: "%.3f", $0))" }
    }
    return parts.joined(separator: ", ")
  }
}
