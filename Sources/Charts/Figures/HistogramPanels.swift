internal import Foundation

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

  private static let cell = FigureSize(width: 292, height: 312)
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
    let parts = self.parts
    let counts = countAxes(of: parts)
    let first = inner(cell(0, 0, body))
    // The same margins everywhere: panels of a column stand exactly under each other.
    let margins = zip(rows, parts).flatMap { row, part in
      row.panels.map {
        PlotArea.Margins.needed(x: axis(of: $0), y: counts[part], in: first, on: canvas)
      }
    }.reduce(PlotArea.Margins(left: 0, right: 0, top: 0, bottom: 0)) { $0.union($1) }
    for (index, row) in rows.enumerated() {
      let area = Self.areas[parts[index] % Self.areas.count]
      canvas.text(
        canvas.shortened(row.heading, to: body.width, .heading), x: body.x + 4,
        y: cell(index, 0, body).y - Self.headingHeight / 2, .heading, Anchor(.left, .middle))
      for (column, panel) in row.panels.enumerated() {
        let cell = cell(index, column, body)
        var y = counts[parts[index]]
        if column > 0 { y.title = "" }
        let plot = PlotArea(x: axis(of: panel), y: y, in: inner(cell), margins: margins, on: canvas)
        draw(panel.content, in: plot, area: area, titleX: body.x + 13, on: canvas)
        write(panel.content.lines, in: cell, on: canvas)
        canvas.text(
          canvas.shortened(panel.title, to: plot.box.width, .panelTitle),
          x: plot.box.centreX, y: cell.y + 6, .panelTitle, Anchor(.centre, .top))
      }
    }
  }

  /// Which part each row belongs to: one without a heading goes on with the one above.
  private var parts: [Int] {
    var part = -1
    return rows.enumerated().map { index, row in
      if index == 0 || !row.heading.isEmpty { part += 1 }
      return part
    }
  }

  /// One axis for all panels of a part, so that their bars compare.
  private func countAxes(of parts: [Int]) -> [Axis] {
    (0...(parts.last ?? 0)).map { part in
      let panels = zip(rows, parts).filter { $0.1 == part }.flatMap(\.0.panels)
      let highest = panels.map(\.content.highest).max() ?? 1
      var axis =
        countScale == .logarithmic
        // From 0.7: a single count still shows as a bar.
        ? Axis("count", range: 0.7...max(0.7 * pow(highest / 0.7, 1.05), 10), scale: .logarithmic)
        : Axis("count", range: 0...highest * 1.06)
      axis.wholeNumbers = true
      return axis
    }
  }

  private func axis(of panel: Panel) -> Axis { Axis(panel.xLabel, range: panel.content.range) }

  private func cell(_ row: Int, _ column: Int, _ body: Box) -> Box {
    Box(
      x: body.x + Double(column) * Self.cell.width,
      y: body.y + Double(row) * (Self.cell.height + Self.headingHeight) + Self.headingHeight,
      width: Self.cell.width, height: Self.cell.height)
  }

  private func inner(_ cell: Box) -> Box {
    cell.inset(left: 2, top: 18, right: 4, bottom: 4 + Self.textHeight)
  }

  private func draw(
    _ content: HistogramContent, in plot: PlotArea, area: Colour, titleX: Double,
    on canvas: borrowing Canvas
  ) {
    plot.drawGrid(on: canvas)
    canvas.clipped(to: plot.box) {
      canvas.fill(content.outline(in: plot), area)
      canvas.polyline(content.normalCurve(in: plot), Self.normal)
    }
    plot.drawAxes(on: canvas, titleX: titleX)
  }

  private static let lettering = Lettering(size: 11.5)
  /// Four lines in two columns.
  private static let textHeight = 4 * lettering.lineHeight + 4

  /// Moments below the panel, where they cover no bar, in two columns.
  private func write(_ lines: [String], in cell: Box, on canvas: borrowing Canvas) {
    for (index, line) in lines.enumerated() {
      canvas.text(
        line, x: cell.x + 44 + Double(index / 4) * 122,
        y: cell.bottom - Self.textHeight + Double(index % 4) * Self.lettering.lineHeight,
        Self.lettering, Anchor(.left, .top))
    }
  }
}

extension Lettering {
  static let panelTitle = Lettering(size: 12.5, isBold: true)
}
