/// Rows of dots along one axis: what repeated runs reached, group by group.
public struct DotRows: Figure {
  public struct Row: Sendable {
    public var name: String
    public var values: [Double]

    public init(name: String, values: [Double]) {
      (self.name, self.values) = (name, values)
    }
  }

  public var title: String
  public var rows: [Row]
  public var valueLabel: String
  /// What the band over the range of the first row's values is called; nil for no band.
  public var bandName: String?

  public init(title: String, rows: [Row], valueLabel: String, bandName: String? = nil) {
    (self.title, self.rows) = (title, rows)
    (self.valueLabel, self.bandName) = (valueLabel, bandName)
  }

  private static let rowHeight = 30.0
  private static let band = Colour.skyBlue

  private var surround: Surround {
    let entries = bandName.map { [Legend.Entry(swatch: .area(Self.band), text: $0)] } ?? []
    return Surround(title: title, legend: Legend(entries: entries), width: 720)
  }

  public var size: FigureSize {
    surround.size(bodyHeight: 80 + Self.rowHeight * Double(max(rows.count, 2)))
  }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    let names = rows.map { canvas.shortened($0.name, to: 220, .tick) }
    let widest = names.map { canvas.width(of: $0, .tick) }.max() ?? 0
    // The names of the rows stand where the labels of the vertical axis would.
    let x = Axis(valueLabel, covering: rows.flatMap(\.values), margin: 0.08)
    let y = Axis("", range: 0...Double(max(rows.count, 1)))
    var margins = PlotArea.Margins.needed(x: x, y: y, in: body, on: canvas)
    margins.left = widest + 18
    let plot = PlotArea(x: x, y: y, in: body, margins: margins, on: canvas)
    drawBand(in: plot, on: canvas)
    if rows.isEmpty { plot.say("no runs", on: canvas) }
    for (index, row) in rows.enumerated() {
      let height = plot.box.height / Double(rows.count)
      let centre = plot.box.y + (Double(index) + 0.5) * height
      canvas.text(names[index], x: plot.box.x - 9, y: centre, .tick, Anchor(.right, .middle))
      canvas.line(
        from: (x: plot.box.x, y: centre), to: (x: plot.box.right, y: centre),
        LineStyle(.grid, width: 1))
      for value in row.values where value.isFinite {
        canvas.dot(
          x: plot.place(x: value), y: centre, radius: 4.5,
          (index == 0 ? Colour.blue : Colour.vermilion).opacity(0.75))
      }
    }
    plot.drawAxes(on: canvas, hidesY: true)
  }

  private func drawBand(in plot: PlotArea, on canvas: borrowing Canvas) {
    let values = rows.first?.values.filter(\.isFinite) ?? []
    guard bandName != nil, let low = values.min(), let high = values.max() else { return }
    let (left, right) = (plot.place(x: low), plot.place(x: high))
    canvas.fill(
      Box(x: left, y: plot.box.y, width: max(right - left, 1), height: plot.box.height),
      Self.band.opacity(0.3))
  }
}
