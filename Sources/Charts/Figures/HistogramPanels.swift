/// Rows of histograms, each with the normal curve of the same mean and spread and its moments:
/// pixel values before and code values after, one above the other.
public struct HistogramPanels: Figure {
  /// One histogram: "g" against "flux [nanomaggies]".
  public struct Panel: Sendable {
    public var title: String
    public var xLabel: String
    let content: HistogramContent

    /// `values` may be millions; those that are not finite are counted and left out. Without a
    /// `range` the panel shows the middle 99.8 % and states how many lie outside. The curve is the
    /// `normal` one, by default that of the same mean and spread; `frames` is how much the means of
    /// the frames differ.
    public init(
      title: String, xLabel: String, values: [Float], range: ClosedRange<Double>? = nil,
      normal: (mean: Double, spread: Double)? = nil, frames: GroupMeans? = nil
    ) {
      self.title = title
      self.xLabel = xLabel
      content = HistogramContent(values, range: range, normal: normal, frames: frames)
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
  /// What the curve is.
  public var curveName: String
  public var notes: [String]

  public init(
    title: String, rows: [Row], countScale: Axis.Scale = .linear,
    curveName: String = "normal curve of the same mean and spread", notes: [String] = []
  ) {
    self.title = title
    self.rows = rows
    self.countScale = countScale
    (self.curveName, self.notes) = (curveName, notes)
  }

  private static let cell = FigureSize(width: 292, height: 266)
  private static let headingHeight = 26.0
  private static let areas: [Colour] = [.skyBlue, .orange, .green, .purple]

  private var columns: Int { max(rows.map(\.panels.count).max() ?? 1, 1) }

  private var surround: Surround {
    Surround(
      title: title,
      legend: Legend(entries: [
        .init(swatch: .line(Self.normal), text: curveName)
      ]),
      notes: notes + explanations,
      width: max(Double(columns) * Self.cell.width + 28, 480))
  }

  /// What the numbers in the panels are.
  private var explanations: [String] {
    let moments =
      "Moments are those of all finite values. Spread is the standard deviation; kurtosis is the"
      + " excess over that of a normal curve, so a normal curve has skewness 0 and kurtosis 0."
    let hasFrames = rows.contains { $0.panels.contains { $0.content.frameSpread != nil } }
    return hasFrames
      ? [moments, "Frames: the standard deviation of the means of the frames."] : [moments]
  }

  private static let normal = LineStyle(.ink, width: 1.5)

  public var size: FigureSize {
    surround.size(bodyHeight: Double(max(rows.count, 1)) * (Self.cell.height + Self.headingHeight))
  }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    if rows.allSatisfy(\.panels.isEmpty) {
      canvas.text(
        "no values", x: body.centreX, y: body.centreY, .axisTitle, Anchor(.centre, .middle))
    }
    let first = inner(cell(0, 0, body))
    // The same margins everywhere: panels of a column stand exactly under each other. They follow
    // from the axes, and the count axes from the room for the text beside the bars: two rounds.
    let roughly = first.inset(left: 90, top: 8, right: 8, bottom: 45)
    let margins = rows.flatMap(\.panels).map { panel in
      let setting = prepared(panel, in: roughly, on: canvas)
      return PlotArea.Margins.needed(x: setting.x, y: setting.y, in: first, on: canvas)
    }.reduce(PlotArea.Margins(left: 0, right: 0, top: 0, bottom: 0)) { $0.union($1) }
    let plotBox = first.inset(
      left: margins.left, top: margins.top, right: margins.right, bottom: margins.bottom)
    let settings = rows.map { row in
      row.panels.map { prepared($0, in: plotBox, on: canvas) }
    }
    var part = -1
    for (index, row) in rows.enumerated() {
      // A row without a heading goes on with the one above.
      if index == 0 || !row.heading.isEmpty { part += 1 }
      let area = Self.areas[part % Self.areas.count]
      canvas.text(
        canvas.shortened(row.heading, to: body.width, .heading), x: body.x + 4,
        y: cell(index, 0, body).y - Self.headingHeight / 2, .heading, Anchor(.left, .middle))
      for (column, setting) in settings[index].enumerated() {
        let cell = cell(index, column, body)
        let plot = PlotArea(
          x: setting.x, y: setting.y, in: inner(cell), margins: margins, on: canvas)
        draw(setting, in: plot, area: area, on: canvas)
        canvas.text(
          canvas.shortened(row.panels[column].title, to: plot.box.width, .panelTitle),
          x: plot.box.centreX, y: cell.y + 6, .panelTitle, Anchor(.centre, .top))
      }
    }
  }

  /// A panel with the axes chosen for it.
  private struct Setting {
    let content: HistogramContent
    let x, y: Axis
    let lines: [String]
    let isTextLeft: Bool
  }

  private func cell(_ row: Int, _ column: Int, _ body: Box) -> Box {
    Box(
      x: body.x + Double(column) * Self.cell.width,
      y: body.y + Double(row) * (Self.cell.height + Self.headingHeight) + Self.headingHeight,
      width: Self.cell.width, height: Self.cell.height)
  }

  private func inner(_ cell: Box) -> Box { cell.inset(left: 2, top: 18, right: 4, bottom: 4) }

  private func prepared(_ panel: Panel, in box: Box, on canvas: borrowing Canvas) -> Setting {
    let lines = panel.content.lines
    let textHeight = Double(lines.count) * Self.lettering.lineHeight + 14
    let top = panel.content.countLimit(
      for: countScale, textWidth: textWidth(lines, on: canvas) / box.width,
      textHeight: textHeight / box.height)
    var y = Axis(
      "count", range: (countScale == .logarithmic ? 0.7 : 0)...top.limit, scale: countScale)
    y.wholeNumbers = true
    return Setting(
      content: panel.content, x: Axis(panel.xLabel, range: panel.content.range), y: y,
      lines: lines, isTextLeft: top.isTextLeft)
  }

  private func draw(
    _ setting: Setting, in plot: PlotArea, area: Colour, on canvas: borrowing Canvas
  ) {
    let (content, lines, isLeft) = (setting.content, setting.lines, setting.isTextLeft)
    plot.drawGrid(on: canvas)
    canvas.clipped(to: plot.box) {
      canvas.fill(content.outline(in: plot), area)
      canvas.polyline(content.normalCurve(in: plot), Self.normal)
      // The grid would run through the words.
      let width = textWidth(lines, on: canvas)
      canvas.fill(
        Box(
          x: isLeft ? plot.box.x : plot.box.right - width, y: plot.box.y, width: width,
          height: Double(lines.count) * Self.lettering.lineHeight + 9), .paper)
    }
    plot.drawAxes(on: canvas)
    for (index, line) in lines.enumerated() {
      canvas.text(
        line, x: isLeft ? plot.box.x + 8 : plot.box.right - 8,
        y: plot.box.y + 7 + Double(index) * Self.lettering.lineHeight, Self.lettering,
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
