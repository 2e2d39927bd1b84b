/// The rectangle data are drawn in, with its axes: frame, light grid, ticks, labels and titles.
struct PlotArea {
  let box: Box
  let x: Axis
  let y: Axis
  private let xMarks: TickMarks
  private let yMarks: TickMarks

  /// Space for labels and titles around the rectangle.
  struct Margins {
    var left, right, top, bottom: Double

    /// What `x` and `y` need inside `outer`.
    static func needed(
      x: Axis, y: Axis, in outer: Box, on canvas: borrowing Canvas
    ) -> Margins {
      let bottom = 8 + Lettering.tick.size * 1.25 + (x.title.isEmpty ? 0 : 22)
      let height = max(outer.height - bottom - 8, 1)
      let yLabels = y.marks(along: height, vertical: true, on: canvas).major
      let yWidth = yLabels.map { canvas.width(of: $0.label, .tick) }.max() ?? 0
      let left = 9 + yWidth + (y.title.isEmpty ? 0 : 24)
      let width = max(outer.width - left - 12, 1)
      let xLast = x.marks(along: width, vertical: false, on: canvas).major
      let half = (xLast.map { canvas.width(of: $0.label, .tick) }.max() ?? 0) / 2
      return Margins(left: max(left, half), right: max(8, half), top: 8, bottom: bottom)
    }

    func union(_ other: Margins) -> Margins {
      Margins(
        left: max(left, other.left), right: max(right, other.right), top: max(top, other.top),
        bottom: max(bottom, other.bottom))
    }
  }

  init(x: Axis, y: Axis, in outer: Box, margins: Margins? = nil, on canvas: borrowing Canvas) {
    let margins = margins ?? .needed(x: x, y: y, in: outer, on: canvas)
    box = outer.inset(
      left: margins.left, top: margins.top, right: margins.right, bottom: margins.bottom)
    self.x = x
    self.y = y
    xMarks = x.marks(along: box.width, vertical: false, on: canvas)
    yMarks = y.marks(along: box.height, vertical: true, on: canvas)
  }

  func place(x valueX: Double, y valueY: Double) -> (x: Double, y: Double) {
    (x: place(x: valueX), y: place(y: valueY))
  }

  func place(x value: Double) -> Double { box.x + x.fraction(value) * box.width }
  func place(y value: Double) -> Double { box.bottom - y.fraction(value) * box.height }

  /// The light lines under the data.
  func drawGrid(on canvas: borrowing Canvas) {
    let style = LineStyle(.grid, width: 1)
    for tick in xMarks.major {
      let at = place(x: tick.value)
      canvas.line(from: (x: at, y: box.y), to: (x: at, y: box.bottom), style)
    }
    for tick in yMarks.major {
      let at = place(y: tick.value)
      canvas.line(from: (x: box.x, y: at), to: (x: box.right, y: at), style)
    }
  }

  /// Frame, ticks, labels and titles, over the data.
  ///
  /// - Parameter isBare: whether nothing but the frame stands at the vertical axis.
  func drawAxes(
    on canvas: borrowing Canvas, hidesXLabels: Bool = false, titleX: Double? = nil,
    hidesY isBare: Bool = false
  ) {
    let style = LineStyle(.frame, width: 1)
    for (value, length) in xMarks.minor.map({ ($0, 3.0) }) + xMarks.major.map({ ($0.value, 5) }) {
      let at = place(x: value)
      canvas.line(from: (x: at, y: box.bottom), to: (x: at, y: box.bottom + length), style)
    }
    let yTicks = yMarks.minor.map({ ($0, 3.0) }) + yMarks.major.map({ ($0.value, 5) })
    for (value, length) in isBare ? [] : yTicks {
      let at = place(y: value)
      canvas.line(from: (x: box.x - length, y: at), to: (x: box.x, y: at), style)
    }
    let left = Canvas.crisp(box.x)
    let top = Canvas.crisp(box.y)
    canvas.stroke(
      Box(
        x: left, y: top, width: Canvas.crisp(box.right) - left,
        height: Canvas.crisp(box.bottom) - top), style)

    for tick in isBare ? [] : yMarks.major {
      canvas.text(
        tick.label, x: box.x - 8, y: place(y: tick.value), .tick, Anchor(.right, .middle))
    }
    if !y.title.isEmpty {
      let widest = yMarks.major.map { canvas.width(of: $0.label, .tick) }.max() ?? 0
      canvas.text(
        canvas.shortened(y.title, to: box.height + 10, .axisTitle),
        x: titleX ?? box.x - 9 - widest - 10, y: box.centreY, .axisTitle,
        Anchor(.centre, .baseline), rotated: true)
    }
    guard !hidesXLabels else { return }
    let below = box.bottom + 8
    for tick in xMarks.major {
      canvas.text(tick.label, x: place(x: tick.value), y: below, .tick, Anchor(.centre, .top))
    }
    if !x.title.isEmpty {
      canvas.text(
        canvas.shortened(x.title, to: box.width + 16, .axisTitle), x: box.centreX,
        y: below + Lettering.tick.size * 1.25 + 5, .axisTitle, Anchor(.centre, .top))
    }
  }
}
