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
  private static let gap = 28.0

  func height(within width: Double, on canvas: borrowing Canvas) -> Double {
    guard !entries.isEmpty else { return 0 }
    return Double(layout(within: width, on: canvas).rows) * Self.rowHeight + 6
  }

  func draw(in box: Box, on canvas: borrowing Canvas) {
    guard !entries.isEmpty else { return }
    let (rows, widths) = layout(within: box.width, on: canvas)
    var x = box.centreX - widths.reduce(0, +) / 2 + Self.gap / 2
    for (column, width) in widths.enumerated() {
      // Down the columns: a list is read downwards.
      for (row, entry) in entries.dropFirst(column * rows).prefix(rows).enumerated() {
        let y = box.y + (Double(row) + 0.5) * Self.rowHeight + 3
        draw(entry.swatch, x: x, y: y, on: canvas)
        let room = width - Self.swatchWidth - Self.gap
        canvas.text(
          canvas.shortened(entry.text, to: room + 1, .legend), x: x + Self.swatchWidth + 7, y: y,
          .legend, Anchor(.left, .middle))
      }
      x += width
    }
  }

  /// As few rows as fit: each column is as wide as its widest entry.
  private func layout(
    within width: Double, on canvas: borrowing Canvas
  ) -> (rows: Int, widths: [Double]) {
    // One very long entry among many is shortened rather than leaving them all in one column.
    let most = entries.count > 4 ? width / 2 : width
    let wanted = entries.map {
      min(canvas.width(of: $0.text, .legend) + Self.swatchWidth + Self.gap, most)
    }
    for rows in 1...entries.count {
      let columns = (entries.count + rows - 1) / rows
      let widths = (0..<columns).map { column in
        wanted.dropFirst(column * rows).prefix(rows).max() ?? 0
      }
      if widths.reduce(0, +) <= width { return (rows, widths) }
    }
    return (entries.count, [width])
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
