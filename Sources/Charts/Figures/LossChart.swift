/// Training and validation loss, epoch by epoch.
public struct LossChart: Figure {
  public var title: String
  public var training: [Double]
  public var validation: [Double]
  /// The number of the first epoch given.
  public var firstEpoch: Int
  public var lossLabel: String
  public var scale: Axis.Scale

  /// The lists may differ in length; a loss that is not finite leaves a gap.
  public init(
    title: String, training: [Double], validation: [Double], firstEpoch: Int = 1,
    lossLabel: String = "mean squared error", scale: Axis.Scale = .linear
  ) {
    (self.title, self.training, self.validation) = (title, training, validation)
    (self.firstEpoch, self.lossLabel, self.scale) = (firstEpoch, lossLabel, scale)
  }

  private static let trainingStyle = LineStyle.series(0, width: 2)
  private static let validationStyle = LineStyle.series(1, width: 2)

  private var best: (epoch: Int, loss: Double)? {
    let finite = validation.enumerated().filter { $0.element.isFinite }
    return finite.min { $0.element < $1.element }.map { ($0.offset + firstEpoch, $0.element) }
  }

  private var surround: Surround {
    var entries: [Legend.Entry] = []
    if !training.isEmpty {
      entries.append(.init(swatch: .line(Self.trainingStyle), text: "training"))
    }
    if !validation.isEmpty {
      entries.append(.init(swatch: .line(Self.validationStyle), text: "validation"))
    }
    if let best {
      entries.append(
        .init(
          swatch: .dot(Self.validationStyle.colour),
          text:
            "best validation: \(NumberText.rounded(best.loss)) at epoch \(NumberText.count(best.epoch))"
        ))
    }
    return Surround(title: title, legend: Legend(entries: entries), width: 720)
  }

  public var size: FigureSize { surround.size(bodyHeight: 400) }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    let count = max(training.count, validation.count)
    let last = firstEpoch + max(count, 2) - 1
    let margin = Double(last - firstEpoch) * 0.02
    var x = Axis("epoch", range: Double(firstEpoch) - margin...Double(last) + margin)
    x.wholeNumbers = true
    let y = Axis(lossLabel, covering: training + validation, scale: scale, margin: 0.06)
    let plot = PlotArea(x: x, y: y, in: body, on: canvas)
    plot.drawGrid(on: canvas)
    if count == 0 { plot.say("no epochs yet", on: canvas) }
    canvas.clipped(to: plot.box.inset(left: -4, top: -4, right: -4, bottom: -4)) {
      draw(training, Self.trainingStyle, in: plot, on: canvas)
      draw(validation, Self.validationStyle, in: plot, on: canvas)
      if let best {
        let place = plot.place(x: Double(best.epoch), y: best.loss)
        canvas.dot(x: place.x, y: place.y, radius: 5.5, .paper)
        canvas.dot(x: place.x, y: place.y, radius: 4.5, Self.validationStyle.colour)
      }
    }
    plot.drawAxes(on: canvas)
  }

  private func draw(
    _ losses: [Double], _ style: LineStyle, in plot: PlotArea, on canvas: borrowing Canvas
  ) {
    let points = losses.enumerated().map { index, loss in
      loss.isFinite
        ? plot.place(x: Double(firstEpoch + index), y: loss) : (x: Double.nan, y: Double.nan)
    }
    canvas.polyline(points, style)
    // A single epoch between gaps has no line: few epochs are marked one by one.
    if losses.count <= 30 {
      for point in points where point.x.isFinite {
        canvas.dot(x: point.x, y: point.y, radius: 2.6, style.colour)
      }
    }
  }
}

extension PlotArea {
  /// Words in the middle of a plot that has nothing to show.
  func say(_ words: String, on canvas: borrowing Canvas) {
    canvas.text(
      words, x: box.centreX, y: box.centreY, Lettering(size: 13, colour: .softInk),
      Anchor(.centre, .middle))
  }
}
