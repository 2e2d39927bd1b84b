/// Rows of small grey pictures with a heading beside each row: originals, spoilt and restored images,
/// or the filters of a layer.
public struct PictureGrid: Figure {
  public struct Row: Sendable {
    public var heading: String
    /// Each `[y, x]`, `size`×`size` values.
    public var pictures: [[Float]]
    /// The values that are black and white; nil takes each picture's own extremes.
    public var range: ClosedRange<Float>?

    public init(heading: String, pictures: [[Float]], range: ClosedRange<Float>? = 0...1) {
      (self.heading, self.pictures, self.range) = (heading, pictures, range)
    }
  }

  public var title: String
  public var rows: [Row]
  /// Pixels on a side of every picture.
  public var pictureSize: Int
  public var notes: [String]
  /// The side of a picture in the figure.
  public var tile: Double

  public init(
    title: String, rows: [Row], pictureSize: Int, notes: [String] = [], tile: Double = 56
  ) {
    (self.title, self.rows, self.pictureSize) = (title, rows, pictureSize)
    (self.notes, self.tile) = (notes, tile)
  }

  private static let gap = 4.0
  private var columns: Int { max(rows.map(\.pictures.count).max() ?? 0, 1) }

  private var headingWidth: Double {
    let canvas = Canvas.measuring()
    return (rows.map { canvas.width(of: $0.heading, .axisTitle) }.max() ?? 0).rounded(.up) + 12
  }

  private var surround: Surround {
    Surround(
      title: title, notes: notes,
      width: max(headingWidth + Double(columns) * (tile + Self.gap) + 40, 320))
  }

  public var size: FigureSize {
    surround.size(bodyHeight: Double(max(rows.count, 1)) * (tile + Self.gap) + 6)
  }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    let left = (body.x + headingWidth).rounded()
    for (number, row) in rows.enumerated() {
      let top = body.y.rounded() + 3 + Double(number) * (tile + Self.gap)
      canvas.text(
        row.heading, x: left - 10, y: top + tile / 2, .axisTitle, Anchor(.right, .middle))
      for (column, values) in row.pictures.enumerated() {
        canvas.draw(
          picture(values, row.range),
          in: Box(
            x: left + Double(column) * (tile + Self.gap), y: top, width: tile, height: tile))
      }
    }
  }

  private func picture(_ values: [Float], _ range: ClosedRange<Float>?) -> Picture {
    precondition(values.count == pictureSize * pictureSize, "a picture of \(pictureSize) pixels")
    let finite = values.filter(\.isFinite)
    let low = range?.lowerBound ?? finite.min() ?? 0
    let high = range?.upperBound ?? finite.max() ?? 1
    var picture = Picture(width: pictureSize, height: pictureSize)
    for (index, value) in values.enumerated() {
      let share = high > low && value.isFinite ? (value - low) / (high - low) : 0
      let level = UInt32(min(max(share, 0), 1) * 255 + 0.5)
      picture.set(index % pictureSize, index / pictureSize, level << 16 | level << 8 | level)
    }
    return picture
  }
}
