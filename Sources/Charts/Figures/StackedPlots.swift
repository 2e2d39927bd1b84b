/// Two plots above each other that share their horizontal axis: what is shown, and over how much.
struct StackedPlots {
  let upper, lower: PlotArea
  private let titleX: Double

  /// - Parameter part: how much of the height the upper plot takes, from 0 to 1.
  init(
    x: Axis, upper: Axis, lower: Axis, part: Double, in body: Box, on canvas: borrowing Canvas
  ) {
    let top = Box(x: body.x, y: body.y, width: body.width, height: body.height * part)
    let bottom = Box(
      x: body.x, y: top.bottom, width: body.width, height: body.height - top.height)
    var margins = PlotArea.Margins.needed(x: x, y: upper, in: top, on: canvas)
      .union(.needed(x: x, y: lower, in: bottom, on: canvas))
    margins.top = 6
    var open = margins
    open.bottom = 8
    self.upper = PlotArea(x: x, y: upper, in: top, margins: open, on: canvas)
    self.lower = PlotArea(x: x, y: lower, in: bottom, margins: margins, on: canvas)
    titleX = body.x + 12
  }

  func drawGrids(on canvas: borrowing Canvas) {
    upper.drawGrid(on: canvas)
    lower.drawGrid(on: canvas)
  }

  /// The upper axes without labels below, both titles in one line.
  func drawAxes(on canvas: borrowing Canvas) {
    upper.drawAxes(on: canvas, hidesXLabels: true, titleX: titleX)
    lower.drawAxes(on: canvas, titleX: titleX)
  }
}
