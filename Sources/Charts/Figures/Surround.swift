/// What stands around the plots of every figure: the title above, legend and notes below.
struct Surround {
  var title: String
  var legend = Legend(entries: [])
  var notes: [String] = []
  let width: Double

  private static let edge = 14.0
  private var room: Double { width - 2 * Self.edge }

  /// What legend and notes say.
  var words: [String] { legend.entries.map(\.text) + notes }

  /// The figure's size around plots of `bodyHeight`.
  func size(bodyHeight: Double) -> FigureSize {
    let canvas = Canvas.measuring()
    return FigureSize(
      width: width,
      height: (headHeight(on: canvas) + bodyHeight + footHeight(on: canvas)).rounded(.up))
  }

  /// Draws title, legend and notes and gives the room left for the plots.
  func draw(on canvas: borrowing Canvas) -> Box {
    var y = Self.edge
    for line in titleLines(on: canvas) {
      canvas.text(line, x: width / 2, y: y, .title, Anchor(.centre, .top))
      y += Lettering.title.lineHeight
    }
    let head = headHeight(on: canvas)
    let foot = footHeight(on: canvas)
    y = canvas.size.height - foot + 6
    let legendHeight = legend.height(within: room, on: canvas)
    legend.draw(
      in: Box(x: Self.edge, y: y, width: room, height: legendHeight), on: canvas)
    y += legendHeight + 2
    for line in noteLines(on: canvas) {
      canvas.text(line, x: Self.edge + 4, y: y, .note, Anchor(.left, .top))
      y += Lettering.note.lineHeight
    }
    return Box(
      x: Self.edge, y: head, width: room, height: max(canvas.size.height - head - foot, 1))
  }

  private func headHeight(on canvas: borrowing Canvas) -> Double {
    let lines = titleLines(on: canvas).count
    return lines == 0 ? Self.edge : Self.edge + Double(lines) * Lettering.title.lineHeight + 6
  }

  private func footHeight(on canvas: borrowing Canvas) -> Double {
    let notes = noteLines(on: canvas).count
    return 6 + legend.height(within: room, on: canvas) + 2
      + Double(notes) * Lettering.note.lineHeight + (notes == 0 ? 4 : 10)
  }

  private func titleLines(on canvas: borrowing Canvas) -> [String] {
    canvas.lines(of: title, within: room, .title, atMost: 3)
  }

  private func noteLines(on canvas: borrowing Canvas) -> [String] {
    notes.flatMap { canvas.lines(of: $0, within: room - 8, .note, atMost: 3) }
  }
}
