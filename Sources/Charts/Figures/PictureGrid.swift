/// Blocks of small grey pictures side by side, each of rows with a heading: originals, spoilt and
/// restored images, filters of a layer, or what several networks make of the same thing.
public struct PictureGrid: Figure {
  public struct Row: Sendable {
    public var heading: String
    /// Each `[y, x]`, `size`×`size` values.
    public var pictures: [[Float]]
    /// The values that are black and white; nil takes each picture's own extremes.
    public var range: ClosedRange<Float>?
    /// Pixels on a side of these pictures, if other than the figure's.
    public var pictureSize: Int?

    public init(
      heading: String, pictures: [[Float]], range: ClosedRange<Float>? = 0...1,
      pictureSize: Int? = nil
    ) {
      (self.heading, self.pictures, self.range) = (heading, pictures, range)
      self.pictureSize = pictureSize
    }
  }

  /// Rows under one heading; columns may have headings of their own.
  public struct Block: Sendable {
    public var heading: String
    public var columnHeadings: [String]
    public var rows: [Row]

    public init(heading: String = "", columnHeadings: [String] = [], rows: [Row]) {
      (self.heading, self.columnHeadings, self.rows) = (heading, columnHeadings, rows)
    }

    var columns: Int { max(rows.map(\.pictures.count).max() ?? 0, columnHeadings.count, 1) }
  }

  public var title: String
  public var blocks: [Block]
  /// Pixels on a side of every picture.
  public var pictureSize: Int
  public var notes: [String]
  /// The side of a picture in the figure.
  public var tile: Double

  public init(
    title: String, blocks: [Block], pictureSize: Int, notes: [String] = [], tile: Double = 56
  ) {
    (self.title, self.blocks, self.pictureSize) = (title, blocks, pictureSize)
    (self.notes, self.tile) = (notes, tile)
  }

  public init(
    title: String, rows: [Row], pictureSize: Int, notes: [String] = [], tile: Double = 56
  ) {
    self.init(
      title: title, blocks: [Block(rows: rows)], pictureSize: pictureSize, notes: notes, tile: tile)
  }

  /// Pictures broken into rows of a few, each headed by the number of its first one.
  public static func rows(
    of pictures: [[Float]], columns: Int, range: ClosedRange<Float>?, pictureSize: Int? = nil,
    called name: String = "", from first: Int = 0
  ) -> [Row] {
    stride(from: 0, to: pictures.count, by: columns).map { start in
      Row(
        heading: "\(name)\(first + start)",
        pictures: Array(pictures[start..<min(start + columns, pictures.count)]), range: range,
        pictureSize: pictureSize)
    }
  }

  private static let gap = 4.0
  private static let blockGap = 28.0

  private func headingWidth(of block: Block) -> Double {
    let canvas = Canvas.measuring()
    let widest = block.rows.map { canvas.width(of: $0.heading, .axisTitle) }.max() ?? 0
    return widest == 0 ? 0 : widest.rounded(.up) + 12
  }

  private func width(of block: Block) -> Double {
    let canvas = Canvas.measuring()
    let pictures = Double(block.columns) * (tile + Self.gap)
    let heading = canvas.width(of: block.heading, .heading).rounded(.up)
    return max(headingWidth(of: block) + pictures, heading + 4)
  }

  private var bodyWidth: Double {
    blocks.reduce(0) { $0 + width(of: $1) } + Double(max(blocks.count - 1, 0)) * Self.blockGap
  }

  /// The room above the pictures for the headings of blocks and columns.
  private var headRoom: (block: Double, columns: Double) {
    (
      blocks.allSatisfy(\.heading.isEmpty) ? 0 : 24,
      blocks.allSatisfy(\.columnHeadings.isEmpty) ? 0 : 20
    )
  }

  private var surround: Surround {
    Surround(title: title, notes: notes, width: max(bodyWidth + 40, 320))
  }

  public var size: FigureSize {
    let rows = max(blocks.map(\.rows.count).max() ?? 0, 1)
    return surround.size(
      bodyHeight: headRoom.block + headRoom.columns + Double(rows) * (tile + Self.gap) + 6)
  }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    var left = (body.centreX - bodyWidth / 2).rounded()
    for block in blocks {
      draw(block, left: left, top: body.y.rounded() + 3, on: canvas)
      left += width(of: block) + Self.blockGap
    }
  }

  private func draw(_ block: Block, left: Double, top: Double, on canvas: borrowing Canvas) {
    let first = (left + headingWidth(of: block)).rounded()
    if !block.heading.isEmpty {
      canvas.text(block.heading, x: first, y: top, .heading, Anchor(.left, .top))
    }
    let below = top + headRoom.block
    for (column, heading) in block.columnHeadings.enumerated() {
      canvas.text(
        canvas.shortened(heading, to: tile + Self.gap, .tick),
        x: first + Double(column) * (tile + Self.gap) + tile / 2, y: below, .tick,
        Anchor(.centre, .top))
    }
    for (number, row) in block.rows.enumerated() {
      let y = below + headRoom.columns + Double(number) * (tile + Self.gap)
      canvas.text(row.heading, x: first - 10, y: y + tile / 2, .axisTitle, Anchor(.right, .middle))
      for (column, values) in row.pictures.enumerated() {
        canvas.draw(
          picture(values, row),
          in: Box(
            x: first + Double(column) * (tile + Self.gap), y: y, width: tile, height: tile))
      }
    }
  }

  private func picture(_ values: [Float], _ row: Row) -> Picture {
    let side = row.pictureSize ?? pictureSize
    precondition(values.count == side * side, "a picture of \(side) pixels")
    let finite = values.filter(\.isFinite)
    let low = row.range?.lowerBound ?? finite.min() ?? 0
    let high = row.range?.upperBound ?? finite.max() ?? 1
    var picture = Picture(width: side, height: side)
    for (index, value) in values.enumerated() {
      let share = high > low && value.isFinite ? (value - low) / (high - low) : 0
      let level = UInt32(min(1, max(0, share)) * 255 + 0.5)  // bounded above
      picture.set(index % side, index / side, level << 16 | level << 8 | level)
    }
    return picture
  }
}
