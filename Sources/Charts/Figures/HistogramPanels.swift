/// Rows of histograms, each with the normal curve of the same mean and spread and its moments:
/// pixel values before and code values after, one above the other.
public struct HistogramPanels: Figure {
  /// One histogram: "g" against "flux [nanomaggies]".
  public struct Panel: Sendable {
    public var title: String
    public var xLabel: String
    let content: HistogramContent

    /// `values` may be millions; those that are not finite are counted and left out. Without a
    /// `range` the panel shows the middle 99.8 % and states how many lie outside.
    public init(
      title: String, xLabel: String, values: [Float], range: ClosedRange<Double>? = nil
    ) {
      self.title = title
      self.xLabel = xLabel
      content = HistogramContent(values, range: range)
    }

    public var moments: Moments { content.moments }
  }

  /// Panels side by side under a heading.
  public struct Row: Sendable {
    public var heading: String
    public var panels: [Panel]

    public init(heading: String, panels: [Panel]) {
      self.heading = heading
      self.panels = panels
    }
  }

  public var title: String
  public var rows: [Row]
  public var countScale: Axis.Scale

  public init(title: String, rows: [Row], countScale: Axis.Scale = .linear) {
    self.title = title
    self.rows = rows
    self.countScale = countScale
  }

  private static let cell = FigureSize(width: 292, height: 266)
  private static let headingHeight = 26.0
  private static let areas: [Colour] = [.skyBlue, .orange, .green, .purple]

  private var columns: Int { max(rows.map(\.panels.count).max() ?? 1, 1) }

  private var surround: Surround {
    let areas = rows.enumerated().map { index, row in
      Legend.Entry(swatch: .area(Self.areas[index % Self.areas.count]), text: row.heading)
    }
    return Surround(
      title: title,
      legend: Legend(
        entries: areas + [
          .init(swatch: .line(Self.normal), text: "normal curve of the same mean and spread")
        ]),
      notes: [
        "Moments are those of all finite values. Spread is the standard deviation; kurtosis is the"
          + " excess over that of a normal curve, so a normal curve has skewness 0 and kurtosis 0."
      ],
      width: Double(columns) * Self.cell.width + 28)
  }

  private static let normal = LineStyle(.ink, width: 1.5)

  public var size: FigureSize {
    surround.size(bodyHeight: Double(rows.count) * (Self.cell.height + Self.headingHeight))
  }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    for (index, row) in rows.enumerated() {
      let top = body.y + Double(index) * (Self.cell.height + Self.headingHeight)
      canvas.text(
        canvas.shortened(row.heading, to: body.width, .heading), x: body.x + 4,
        y: top + Self.headingHeight / 2, .heading, Anchor(.left, .middle))
      for (column, panel) in row.panels.enumerated() {
        let cell = Box(
          x: body.x + Double(column) * Self.cell.width, y: top + Self.headingHeight,
          width: Self.cell.width, height: Self.cell.height)
        draw(panel, in: cell, area: Self.areas[index % Self.areas.count], on: canvas)
      }
    }
  }

  private func draw(
    _ panel: Panel, in cell: Box, area: Colour, on canvas: borrowing Canvas
  ) {
    let inner = cell.inset(left: 2, top: 18, right: 4, bottom: 4)
    let content = panel.content
    let lines = content.lines
    let x = Axis(panel.xLabel, range: content.range)
    let top = content.countLimit(
      for: countScale, textWidth: textWidth(lines, on: canvas) / (inner.width - 70),
      textHeight: (Double(lines.count) * Self.lettering.lineHeight + 12) / (inner.height - 60))
    let lowest = countScale == .logarithmic ? 0.7 : 0
    var y = Axis("count", range: lowest...top.limit, scale: countScale)
    y.wholeNumbers = true
    let area_ = PlotArea(x: x, y: y, in: inner, on: canvas)
    canvas.text(
      canvas.shortened(panel.title, to: area_.box.width, .panelTitle), x: area_.box.centreX,
      y: cell.y + 6, .panelTitle, Anchor(.centre, .top))
    area_.drawGrid(on: canvas)
    canvas.clipped(to: area_.box) {
      canvas.fill(content.outline(in: area_), area)
      canvas.polyline(content.normalCurve(in: area_), Self.normal)
    }
    area_.drawAxes(on: canvas)
    let isLeft = top.isTextLeft
    for (index, line) in lines.enumerated() {
      canvas.text(
        line, x: isLeft ? area_.box.x + 8 : area_.box.right - 8,
        y: area_.box.y + 7 + Double(index) * Self.lettering.lineHeight, Self.lettering,
        Anchor(isLeft ? .left : .right, .top))
    }
  }

  private static let lettering = Lettering(size: 11.5)

  private func textWidth(_ lines: [String], on canvas: borrowing Canvas) -> Double {
    (lines.map { canvas.width(of: $0, Self.lettering) }.max() ?? 0) + 16
  }
}

extension Lettering {
  static let panelTitle = Lettering(size: 12.5, isBold: true)
}
