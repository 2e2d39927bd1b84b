/// Pictures in place of points: a plane cut into cells, in each the picture nearest its middle.
public struct ThumbnailMap: Figure {
  public var title: String
  public var x, y: [Double]
  public var xLabel, yLabel: String
  /// Cells side by side, in both directions.
  public var cells: Int
  /// What is shown in the cells that have any: cell row from below, column, picture, frame.
  public var tiles: [Tile]
  public var frames: [(name: String, colour: Colour)]

  public struct Tile: Sendable {
    var row, column: Int
    var picture: Picture
    var frame: Colour?

    public init(row: Int, column: Int, picture: Picture, frame: Colour? = nil) {
      (self.row, self.column, self.picture, self.frame) = (row, column, picture, frame)
    }
  }

  public init(
    title: String, x: [Double], y: [Double], xLabel: String, yLabel: String, cells: Int,
    tiles: [Tile], frames: [(name: String, colour: Colour)] = []
  ) {
    (self.title, self.x, self.y, self.xLabel, self.yLabel) = (title, x, y, xLabel, yLabel)
    (self.cells, self.tiles, self.frames) = (max(cells, 1), tiles, frames)
  }

  /// The point to show in every cell that has one: that nearest to the cell's middle.
  public static func choice(
    x: [Double], y: [Double], cells: Int
  ) -> [(row: Int, column: Int, index: Int)] {
    let (horizontal, vertical) = axes(x, y, "", "")
    var best: [Int: (distance: Double, index: Int)] = [:]
    for index in x.indices {
      let (across, up) = (
        horizontal.fraction(x[index]) * Double(cells), vertical.fraction(y[index]) * Double(cells)
      )
      guard across >= 0, across < Double(cells), up >= 0, up < Double(cells) else { continue }
      let (column, row) = (Int(across), Int(up))  // bounded above
      let (dx, dy) = (across - Double(column) - 0.5, up - Double(row) - 0.5)
      let distance = dx * dx + dy * dy
      if distance < best[row * cells + column]?.distance ?? .infinity {
        best[row * cells + column] = (distance, index)
      }
    }
    return best.sorted { $0.key < $1.key }.map { cell, found in
      (row: cell / cells, column: cell % cells, index: found.index)
    }
  }

  private static func axes(
    _ x: [Double], _ y: [Double], _ xLabel: String, _ yLabel: String
  ) -> (Axis, Axis) {
    (
      ScatterChart.axis(xLabel, x, nil, .linear), ScatterChart.axis(yLabel, y, nil, .linear)
    )
  }

  private var surround: Surround {
    Surround(
      title: title,
      legend: Legend(
        entries: frames.map { .init(swatch: .area($0.colour), text: $0.name) }), width: 900)
  }

  public var size: FigureSize { surround.size(bodyHeight: 850) }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    let (horizontal, vertical) = Self.axes(x, y, xLabel, yLabel)
    let plot = PlotArea(x: horizontal, y: vertical, in: body, on: canvas)
    if tiles.isEmpty { plot.say("no pictures", on: canvas) }
    let (width, height) = (
      plot.box.width / Double(cells), plot.box.height / Double(cells)
    )
    let side = min(width, height) - 2
    canvas.clipped(to: plot.box) {
      for tile in tiles {
        let box = Box(
          x: plot.box.x + (Double(tile.column) + 0.5) * width - side / 2,
          y: plot.box.bottom - (Double(tile.row) + 0.5) * height - side / 2, width: side,
          height: side)
        canvas.draw(tile.picture, in: box)
        if let frame = tile.frame { canvas.stroke(box, LineStyle(frame, width: 2)) }
      }
    }
    plot.drawAxes(on: canvas)
  }
}
