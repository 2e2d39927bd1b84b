/// What the lines, areas and dots of a figure mean; stands below the plots, so it covers nothing.
struct Legend: Sendable {
  enum Swatch: Sendable {
    case line(LineStyle)
    case area(Colour)
    case dot(Colour)
  }

  struct Entry: Sendable {
    let swatch: Swatch
    let text: String
  }

  let entries: [Entry]
  private static let swatchWidth = 26.0
  private static let rowHeight = 21.0

  func height(within width: Double, on canvas: borrowing Canvas) -> Double {
    guard !entries.isEmpty else { return 0 }
    let columns = layout(within: width, on: canvas).columns
    return Double((entries.count + columns - 1) / columns) * Self.rowHeight + 6
  }

  func draw(in box: Box, on canvas: borrowing Canvas) {
    guard !entries.isEmpty else { return }
    let (columns, width) = layout(within: box.width, on: canvas)
    let rows = (entries.count + columns - 1) / columns
    let left = box.centreX - Double(min(columns, entries.count)) * width / 2 + 8
    for (index, entry) in entries.enumerated() {
      // Down the columns where there are several rows: a list is read downwards.
      let x = left + Double(rows == 1 ? index : index / rows) * width
      let y = box.y + (Double(rows == 1 ? 0 : index % rows) + 0.5) * Self.rowHeight + 3
      draw(entry.swatch, x: x, y: y, on: canvas)
      let room = width - Self.swatchWidth - 28
      canvas.text(
        canvas.shortened(entry.text, to: room + 1, .legend), x: x + Self.swatchWidth + 7, y: y,
        .legend, Anchor(.left, .middle))
    }
  }

  private func layout(
    within width: Double, on canvas: borrowing Canvas
  ) -> (columns: Int, width: Double) {
    let widest = entries.map { canvas.width(of: $0.text, .legend) }.max() ?? 0
    let wanted = min(Self.swatchWidth + 28 + widest, width)
    let most = max(1, min(Int(width / wanted), entries.count))
    let rows = (entries.count + most - 1) / most
    return ((entries.count + rows - 1) / rows, wanted)
  }

  private func draw(_ swatch: Swatch, x: Double, y: Double, on canvas: borrowing Canvas) {
    switch swatch {
    case .line(let style):
      canvas.line(from: (x: x, y: y), to: (x: x + Self.swatchWidth, y: y), style)
    case .area(let colour):
      canvas.fill(Box(x: x + 6, y: y - 6, width: Self.swatchWidth - 8, height: 12), colour)
    case .dot(let colour):
      canvas.dot(x: x + Self.swatchWidth - 9, y: y, radius: 4.5, colour)
    }
  }
}
