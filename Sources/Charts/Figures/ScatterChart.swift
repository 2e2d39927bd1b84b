/// Points in a plane, coloured by category: colour–colour and size–magnitude diagrams, maps of
/// the latent space.
public struct ScatterChart: Figure {
  /// Points of one category.
  public struct Group: Sendable {
    public var name: String
    public var x, y: [Double]
    /// nil for the next colour of the palette.
    public var colour: Colour?

    public init(name: String, x: [Double], y: [Double], colour: Colour? = nil) {
      precondition(x.count == y.count, "as many x as y")
      (self.name, self.x, self.y, self.colour) = (name, x, y, colour)
    }
  }

  public var title: String
  public var groups: [Group]
  public var xLabel, yLabel: String
  /// What to show; nil for all points, or the middle 99.8 % where a few lie far away.
  public var xRange, yRange: ClosedRange<Double>?
  public var xScale, yScale: Axis.Scale
  /// Bright magnitudes at the top or to the right.
  public var xIsReversed = false
  public var yIsReversed = false
  /// Points' opacity and radius; nil to suit their number.
  public var opacity, radius: Double?
  /// Values of the vertical axis that broken lines mark.
  public var levels: [Double] = []
  public var notes: [String] = []
  /// Whether each group's name stands at its middle; nil where colours alone are too many.
  public var namesGroups: Bool?

  public init(
    title: String, groups: [Group], xLabel: String, yLabel: String,
    xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil,
    xScale: Axis.Scale = .linear, yScale: Axis.Scale = .linear
  ) {
    (self.title, self.groups, self.xLabel, self.yLabel) = (title, groups, xLabel, yLabel)
    (self.xRange, self.yRange, self.xScale, self.yScale) = (xRange, yRange, xScale, yScale)
  }

  private func colour(_ index: Int) -> Colour {
    groups[index].colour ?? .category(index)
  }

  private var axes: (x: Axis, y: Axis) {
    let x = groups.flatMap(\.x)
    let y = groups.flatMap(\.y)
    var horizontal = Self.axis(xLabel, x, xRange, xScale)
    var vertical = Self.axis(yLabel, y, yRange, yScale)
    (horizontal.isReversed, vertical.isReversed) = (xIsReversed, yIsReversed)
    return (horizontal, vertical)
  }

  /// All values, or the middle 99.8 % where the rest would make it less than a third of the axis.
  static func axis(
    _ label: String, _ values: [Double], _ range: ClosedRange<Double>?, _ scale: Axis.Scale
  ) -> Axis {
    if let range { return Axis(label, range: range, scale: scale) }
    let all = Axis(label, covering: values, scale: scale)
    let quantiles = Quantiles(of: values.map { Float($0) })
    guard let low = quantiles.value(at: 0.001), let high = quantiles.value(at: 0.999) else {
      return all
    }
    let middle = Axis(label, covering: [Double(low), Double(high)], scale: scale, margin: 0.1)
    let part = all.fraction(middle.range.upperBound) - all.fraction(middle.range.lowerBound)
    return part < 1.0 / 3 ? middle : all
  }

  private var surround: Surround {
    let (x, y) = axes
    var (outside, notFinite) = (0, 0)
    let entries = groups.indices.map { index in
      var drawn = 0
      for (one, two) in zip(groups[index].x, groups[index].y) {
        let (across, up) = (x.fraction(one), y.fraction(two))
        if !one.isFinite || !two.isFinite || !up.isFinite || !across.isFinite {
          notFinite += 1
        } else if !(0...1).contains(across) || !(0...1).contains(up) {
          outside += 1
        } else {
          drawn += 1
        }
      }
      return Legend.Entry(
        swatch: .dot(colour(index)),
        text: "\(groups[index].name.prefix(60)) (\(NumberText.count(drawn)))")
    }
    var undrawn: [String] = []
    if outside > 0 { undrawn.append("outside the frame: \(NumberText.count(outside))") }
    if notFinite > 0 { undrawn.append("without a value: \(NumberText.count(notFinite))") }
    let sentence =
      undrawn.isEmpty ? [] : ["Not drawn and not counted, " + undrawn.joined(separator: "; ") + "."]
    return Surround(
      title: title, legend: Legend(entries: entries), notes: notes + sentence, width: 720)
  }

  /// What legend and notes say.
  package var words: [String] { surround.words }

  public var size: FigureSize { surround.size(bodyHeight: 560) }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    let (x, y) = axes
    let plot = PlotArea(x: x, y: y, in: body, on: canvas)
    let count = groups.reduce(0) { $0 + $1.x.count }
    let radius = radius ?? (count > 20_000 ? 1.2 : count > 3_000 ? 1.8 : 2.6)
    let opacity = opacity ?? (count > 20_000 ? 0.35 : count > 3_000 ? 0.5 : 0.75)
    plot.drawGrid(on: canvas)
    if count == 0 { plot.say("no points", on: canvas) }
    canvas.clipped(to: plot.box) {
      for (group, index) in interleaved {
        let place = plot.place(x: groups[group].x[index], y: groups[group].y[index])
        guard place.x.isFinite, place.y.isFinite else { continue }
        canvas.dot(x: place.x, y: place.y, radius: radius, colour(group).opacity(opacity))
      }
    }
    drawLevels(in: plot, on: canvas)
    plot.drawAxes(on: canvas)
    if namesGroups ?? (groups.count > 6) { drawNames(in: plot, on: canvas) }
  }

  private func drawLevels(in plot: PlotArea, on canvas: borrowing Canvas) {
    for y in levels.map({ plot.place(y: $0) }) where y > plot.box.y && y < plot.box.bottom {
      canvas.line(
        from: (x: plot.box.x, y: y), to: (x: plot.box.right, y: y),
        LineStyle(.ink, width: 1, dashes: [5, 4]))
    }
  }

  /// Names at the groups' medians, moved up or down where they would lie on each other.
  private func drawNames(in plot: PlotArea, on canvas: borrowing Canvas) {
    let lettering = Lettering(size: 12, isBold: true)
    var taken: [Box] = []
    for group in groups {
      let x = Quantiles(of: group.x.map { Float(plot.x.fraction($0)) }).value(at: 0.5)
      let y = Quantiles(of: group.y.map { Float(plot.y.fraction($0)) }).value(at: 0.5)
      guard let x, let y, (0...1).contains(x), (0...1).contains(y) else { continue }
      let name = canvas.shortened(group.name, to: 110, lettering)
      let width = canvas.width(of: name, lettering) + 8
      let left = plot.box.x + Double(x) * plot.box.width - width / 2
      let middle = plot.box.bottom - Double(y) * plot.box.height
      let box = [0.0, 1, -1, 2, -2, 3, -3].lazy.map { lines in
        Box(
          x: min(max(left, plot.box.x), plot.box.right - width),
          y: min(max(middle + 15 * lines - 7, plot.box.y), plot.box.bottom - 15), width: width,
          height: 15)
      }.first { box in !taken.contains { $0.overlaps(box) } }
      guard let box else { continue }
      taken.append(box)
      canvas.text(
        name, x: box.centreX, y: box.centreY, lettering, Anchor(.centre, .middle), halo: true)
    }
  }

  /// All points in an order in which no group lies on top of the others.
  private var interleaved: [(group: Int, index: Int)] {
    groups.indices.flatMap { group in
      let count = Double(groups[group].x.count)
      return groups[group].x.indices.map { index in
        (order: (Double(index) + 0.5) / count, group: group, index: index)
      }
    }
    .sorted { ($0.order, $0.group) < ($1.order, $1.group) }
    .map { (group: $0.group, index: $0.index) }
  }
}
