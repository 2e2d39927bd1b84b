/// Lines in a plane: completeness and purity against a threshold, say.
public struct CurveChart: Figure {
  public struct Curve: Sendable {
    public var name: String
    public var points: [(x: Double, y: Double)]
    public var colour: Colour
    /// Lengths of ink and gap in turn; empty for an unbroken line.
    public var dashes: [Double]
    /// How far each point's bar reaches up and down; empty for no bars.
    public var spreads: [Double] = []

    /// A point that is not finite interrupts the line.
    public init(
      name: String, points: [(x: Double, y: Double)], colour: Colour, dashes: [Double] = []
    ) {
      (self.name, self.points, self.colour, self.dashes) = (name, points, colour, dashes)
    }

    fileprivate var style: LineStyle { LineStyle(colour, width: 2.2, dashes: dashes) }
  }

  public var title: String
  public var curves: [Curve]
  public var xLabel, yLabel: String
  public var xRange, yRange: ClosedRange<Double>?
  /// An x to mark, with its meaning.
  public var mark: (x: Double, name: String)?
  public var xScale = Axis.Scale.linear
  public var notes: [String] = []
  /// Whether a disc marks every point.
  public var showsPoints = false

  public init(
    title: String, curves: [Curve], xLabel: String, yLabel: String,
    xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil,
    mark: (x: Double, name: String)? = nil
  ) {
    (self.title, self.curves, self.xLabel, self.yLabel) = (title, curves, xLabel, yLabel)
    (self.xRange, self.yRange, self.mark) = (xRange, yRange, mark)
  }

  private static let markStyle = LineStyle(.softInk, width: 1, dashes: [2, 3])

  private var surround: Surround {
    var entries = curves.map {
      Legend.Entry(swatch: .line($0.style), text: String($0.name.prefix(80)))
    }
    if let mark { entries.append(.init(swatch: .line(Self.markStyle), text: mark.name)) }
    return Surround(title: title, legend: Legend(entries: entries), notes: notes, width: 720)
  }

  public var size: FigureSize { surround.size(bodyHeight: 440) }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    func axis(
      _ label: String, _ values: [Double], _ range: ClosedRange<Double>?,
      _ scale: Axis.Scale = .linear
    ) -> Axis {
      range.map { Axis(label, range: $0, scale: scale) }
        ?? Axis(label, covering: values, scale: scale)
    }
    let points = curves.flatMap(\.points)
    let plot = PlotArea(
      x: axis(xLabel, points.map(\.x), xRange, xScale), y: axis(yLabel, points.map(\.y), yRange),
      in: body,
      on: canvas)
    plot.drawGrid(on: canvas)
    if points.isEmpty { plot.say("no curves", on: canvas) }
    canvas.clipped(to: plot.box.inset(left: -2, top: -2, right: -2, bottom: -2)) {
      if let mark {
        let x = plot.place(x: mark.x)
        canvas.line(
          from: (x: x, y: plot.box.y), to: (x: x, y: plot.box.bottom), Self.markStyle)
      }
      for curve in curves {
        let places = curve.points.map { plot.place(x: $0.x, y: $0.y) }
        for (point, spread) in zip(curve.points, curve.spreads) where spread > 0 {
          let (top, bottom) = (
            plot.place(x: point.x, y: point.y + spread), plot.place(x: point.x, y: point.y - spread)
          )
          canvas.line(from: top, to: bottom, LineStyle(curve.colour, width: 1))
        }
        canvas.polyline(places, curve.style)
        guard showsPoints else { continue }
        for place in places { canvas.dot(x: place.x, y: place.y, radius: 4, curve.colour) }
      }
    }
    plot.drawAxes(on: canvas)
  }
}
