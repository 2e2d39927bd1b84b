/// Points in a plane whose colour tells a third number, with a colour bar.
public struct GradientChart: Figure {
  public var title: String
  public var x, y, values: [Double]
  public var xLabel, yLabel, valueLabel: String
  /// The numbers at the ends of the colour bar; nil for the middle 96 % of the values.
  public var valueRange: ClosedRange<Double>?
  public var notes: [String]

  public init(
    title: String, x: [Double], y: [Double], values: [Double], xLabel: String, yLabel: String,
    valueLabel: String, valueRange: ClosedRange<Double>? = nil, notes: [String] = []
  ) {
    precondition(x.count == y.count && x.count == values.count, "as many x as y and values")
    (self.title, self.x, self.y, self.values) = (title, x, y, values)
    (self.xLabel, self.yLabel, self.valueLabel) = (xLabel, yLabel, valueLabel)
    (self.valueRange, self.notes) = (valueRange, notes)
  }

  private var surround: Surround {
    let blank = values.count { !$0.isFinite }
    let lines = blank == 0 ? [] : ["Grey: without a value (\(NumberText.count(blank)))."]
    return Surround(title: title, notes: notes + lines, width: 780)
  }

  public var size: FigureSize { surround.size(bodyHeight: 580) }

  private var shades: Axis {
    if let valueRange { return Axis(valueLabel, range: valueRange) }
    let quantiles = Quantiles(of: values.map { Float($0) })
    guard let low = quantiles.value(at: 0.02), let high = quantiles.value(at: 0.98) else {
      return Axis(valueLabel, range: 0...1)
    }
    return Axis(valueLabel, range: Double(low)...Double(high))
  }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    let shades = shades
    let plot = PlotArea(
      x: ScatterChart.axis(xLabel, x, nil, .linear), y: ScatterChart.axis(yLabel, y, nil, .linear),
      in: body.inset(right: 66 + Self.labelWidth(shades, body.height, on: canvas)), on: canvas)
    let radius = x.count > 20_000 ? 1.2 : x.count > 3_000 ? 1.8 : 2.6
    plot.drawGrid(on: canvas)
    if x.isEmpty { plot.say("no points", on: canvas) }
    canvas.clipped(to: plot.box) {
      // The ones without a value first: they hide nothing.
      for hasValue in [false, true] {
        for index in x.indices where values[index].isFinite == hasValue {
          let place = plot.place(x: x[index], y: y[index])
          guard place.x.isFinite, place.y.isFinite else { continue }
          let colour =
            hasValue ? ColourScale.colour(shades.fraction(values[index])) : Colour(hex: 0xC8C8C8)
          canvas.dot(x: place.x, y: place.y, radius: radius, colour.opacity(0.85))
        }
      }
    }
    plot.drawAxes(on: canvas)
    drawBar(
      shades, in: Box(x: plot.box.right + 18, y: plot.box.y, width: 16, height: plot.box.height),
      on: canvas)
  }

  private static func labelWidth(
    _ shades: Axis, _ height: Double, on canvas: borrowing Canvas
  ) -> Double {
    shades.marks(along: height, vertical: true, on: canvas).major
      .map { canvas.width(of: $0.label, .tick) }.max() ?? 0
  }

  private func drawBar(_ shades: Axis, in box: Box, on canvas: borrowing Canvas) {
    let steps = max(Int(exactly: box.height.rounded(.down)) ?? 2, 2)
    for step in 0..<steps {
      let part = (Double(step) + 0.5) / Double(steps)
      canvas.fill(
        Box(
          x: box.x, y: box.bottom - Double(step + 1) / Double(steps) * box.height,
          width: box.width, height: box.height / Double(steps) + 0.5),
        ColourScale.colour(part))
    }
    canvas.stroke(box, LineStyle(.frame, width: 1))
    for tick in shades.marks(along: box.height, vertical: true, on: canvas).major {
      let y = box.bottom - shades.fraction(tick.value) * box.height
      canvas.line(
        from: (x: box.right, y: y), to: (x: box.right + 4, y: y), LineStyle(.frame, width: 1))
      canvas.text(tick.label, x: box.right + 7, y: y, .tick, Anchor(.left, .middle))
    }
    canvas.text(
      canvas.shortened(shades.title, to: box.height, .axisTitle),
      x: box.right + 24 + Self.labelWidth(shades, box.height, on: canvas),
      y: box.centreY, .axisTitle, Anchor(.centre, .baseline), rotated: true)
  }
}
