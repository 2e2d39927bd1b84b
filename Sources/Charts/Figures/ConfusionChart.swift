/// How often each true class (row) was taken for each other (column), as a table of shaded cells.
public struct ConfusionChart: Figure {
  public var title: String
  public var names: [String]
  /// `[true class][predicted class]`.
  public var counts: [[Int]]
  public var notes: [String]

  public init(title: String, names: [String], counts: [[Int]], notes: [String] = []) {
    precondition(
      counts.count == names.count && counts.allSatisfy { $0.count == names.count },
      "a row and a column for each of \(names.count) classes")
    (self.title, self.names, self.counts, self.notes) = (title, names, counts, notes)
  }

  private static let cell = 46.0
  private var nameWidth: Double {
    let canvas = Canvas.measuring()
    return (names.map { canvas.width(of: $0, .tick) }.max() ?? 0).rounded(.up) + 40
  }
  private var side: Double { Double(names.count) * Self.cell }

  private var surround: Surround {
    Surround(title: title, notes: notes, width: max(nameWidth + side + 44, 360))
  }

  public var size: FigureSize { surround.size(bodyHeight: side + 58) }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    let (left, top) = ((body.x + nameWidth).rounded(), body.y.rounded() + 50)
    canvas.text(
      "predicted class", x: left + side / 2, y: top - 40, .axisTitle, Anchor(.centre, .middle))
    canvas.text(
      "true class", x: body.x + 10, y: top + side / 2, .axisTitle, Anchor(.centre, .middle),
      rotated: true)
    for (row, line) in counts.enumerated() {
      let total = max(line.reduce(0, +), 1)
      let centre = (Double(row) + 0.5) * Self.cell
      canvas.text(
        names[row], x: left - 8, y: top + centre, .tick, Anchor(.right, .middle))
      canvas.text(
        canvas.shortened(names[row], to: Self.cell, .tick), x: left + centre, y: top - 12, .tick,
        Anchor(.centre, .middle))
      for (column, count) in line.enumerated() {
        let box = Box(
          x: left + Double(column) * Self.cell, y: top + Double(row) * Self.cell,
          width: Self.cell, height: Self.cell)
        // The root keeps rare mistakes visible.
        let share = (Double(count) / Double(total)).squareRoot()
        let hue = row == column ? Colour.blue : Colour.vermilion
        canvas.fill(box, hue.opacity(0.9 * share))
        canvas.stroke(box, LineStyle(.grid, width: 1))
        guard count > 0 else { continue }
        var lettering = Lettering.tick
        if share > 0.6 { lettering.colour = .paper }
        canvas.text(
          "\(count)", x: box.centreX, y: box.centreY, lettering, Anchor(.centre, .middle))
      }
    }
  }
}
