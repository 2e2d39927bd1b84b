/// Cutouts side by side in the colours of Lupton et al. (2004), each with its caption.
public struct CutoutMosaic: Figure {
  /// One source: three planes of size × size fluxes, row-major [y, x], and what stands below it.
  public struct Cutout: Sendable {
    public var red, green, blue: [Float]
    public var size: Int
    public var caption: [String]
    public var frame: Colour?

    /// Usually z, r, g or i, r, g as red, green, blue: the longest wavelength is red.
    ///
    /// `offsets` are how far the source lies from the centre pixel in each plane, in pixels; the
    /// planes are moved by that (bilinearly), or else a star gets a red and a green side.
    public init(
      red: [Float], green: [Float], blue: [Float], size: Int, caption: [String] = [],
      frame: Colour? = nil, offsets: [(x: Double, y: Double)]? = nil
    ) {
      precondition(
        size > 0 && red.count == size * size && green.count == red.count
          && blue.count == red.count, "three planes of size × size pixels")
      precondition(offsets == nil || offsets?.count == 3, "an offset for each plane")
      let planes = [red, green, blue].enumerated().map { index, plane in
        offsets.map { Self.moved(plane, size: size, by: $0[index]) } ?? plane
      }
      (self.red, self.green, self.blue, self.size) = (planes[0], planes[1], planes[2], size)
      (self.caption, self.frame) = (caption, frame)
    }

    /// The plane seen from `offset`: pixel x shows what lay at x + offset; beyond the edge, the
    /// edge's pixel.
    private static func moved(
      _ plane: [Float], size: Int, by offset: (x: Double, y: Double)
    ) -> [Float] {
      func parts(_ index: Int, _ offset: Double) -> (low: Int, high: Int, part: Float) {
        let place = min(max(Double(index) + (offset.isFinite ? offset : 0), 0), Double(size - 1))
        let low = min(Int(place), max(size - 2, 0))  // bounded above
        return (low, min(low + 1, size - 1), Float(place - Double(low)))
      }
      var moved = [Float](repeating: 0, count: plane.count)
      for row in 0..<size {
        let y = parts(row, offset.y)
        for column in 0..<size {
          let x = parts(column, offset.x)
          func line(_ row: Int) -> Float {
            let left = plane[row * size + x.low]
            // No 0 · NaN: a pixel without weight does not count.
            return x.part == 0 ? left : left + x.part * (plane[row * size + x.high] - left)
          }
          let upper = line(y.low)
          moved[row * size + column] =
            y.part == 0 ? upper : upper + y.part * (line(y.high) - upper)
        }
      }
      return moved
    }
  }

  public var title: String
  public var cutouts: [Cutout]
  public var columns: Int
  /// The side of a tile in the figure.
  public var tile: Double
  public var stretch: LuptonRGB
  public var notes: [String]
  /// What the frames' colours mean.
  public var frames: [(name: String, colour: Colour)]
  /// What stands before each row, a line or two; none by default.
  public var rowNames: [String] = []
  /// What stands above some columns, from the left; none by default.
  public var headings: [(name: String, columns: Int)] = []

  /// Without a `stretch` one is fitted to the noise of all cutouts together.
  public init(
    title: String, cutouts: [Cutout], columns: Int = 8, tile: Double = 128,
    stretch: LuptonRGB? = nil, frames: [(name: String, colour: Colour)] = [], notes: [String] = []
  ) {
    (self.title, self.cutouts, self.columns) = (title, cutouts, max(columns, 1))
    (self.tile, self.frames, self.notes) = (tile, frames, notes)
    self.stretch =
      stretch ?? LuptonRGB(fitting: cutouts.map { ($0.red, $0.green, $0.blue) })
  }

  private static let gap = 10.0
  private var nameWidth: Double { rowNames.isEmpty ? 0 : 96 }
  private var headHeight: Double { headings.isEmpty ? 0 : 22 }
  private static let lettering = Lettering(size: 11)
  private var usedColumns: Int { max(min(columns, cutouts.count), 1) }
  private var captionHeight: Double {
    Double(cutouts.map(\.caption.count).max() ?? 0) * Self.lettering.lineHeight + 4
  }
  private var bodyWidth: Double {
    nameWidth + Double(usedColumns) * (tile + Self.gap) - Self.gap
  }

  private var surround: Surround {
    Surround(
      title: title,
      legend: Legend(
        entries: frames.map { .init(swatch: .area($0.colour), text: $0.name) }),
      notes: notes, width: max(bodyWidth + 40, 320))
  }

  public var size: FigureSize {
    let rows = max((cutouts.count + usedColumns - 1) / usedColumns, 1)
    return surround.size(
      bodyHeight: headHeight + Double(rows) * (tile + captionHeight + Self.gap) - Self.gap + 6)
  }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    if cutouts.isEmpty {
      canvas.text(
        "no cutouts", x: body.centreX, y: body.centreY, .axisTitle, Anchor(.centre, .middle))
    }
    let left = (body.centreX - bodyWidth / 2).rounded() + nameWidth
    drawHeadings(from: left, at: body.y, on: canvas)
    for (index, cutout) in cutouts.enumerated() {
      let box = Box(
        x: left + Double(index % usedColumns) * (tile + Self.gap),
        y: body.y.rounded() + 3 + headHeight
          + Double(index / usedColumns) * (tile + captionHeight + Self.gap),
        width: tile, height: tile)
      if index % usedColumns == 0, rowNames.indices.contains(index / usedColumns) {
        drawName(rowNames[index / usedColumns], before: box, on: canvas)
      }
      let picture = stretch.picture(
        red: cutout.red, green: cutout.green, blue: cutout.blue, size: cutout.size)
      canvas.draw(picture, in: box)
      if let frame = cutout.frame {
        canvas.stroke(
          box.inset(left: -1.5, top: -1.5, right: -1.5, bottom: -1.5), LineStyle(frame, width: 3))
      }
      for (line, words) in cutout.caption.enumerated() {
        canvas.text(
          canvas.shortened(words, to: tile + 4, Self.lettering), x: box.centreX,
          y: box.bottom + 6 + Double(line) * Self.lettering.lineHeight, Self.lettering,
          Anchor(.centre, .top))
      }
    }
  }

  private func drawHeadings(from left: Double, at y: Double, on canvas: borrowing Canvas) {
    var column = 0
    for heading in headings {
      let width = Double(heading.columns) * (tile + Self.gap) - Self.gap
      canvas.text(
        canvas.shortened(heading.name, to: width, .panelTitle),
        x: left + Double(column) * (tile + Self.gap) + width / 2, y: y + headHeight / 2 - 3,
        .panelTitle, Anchor(.centre, .middle))
      column += heading.columns
    }
  }

  private func drawName(_ name: String, before box: Box, on canvas: borrowing Canvas) {
    let lines = name.split(separator: "\n").map(String.init)
    for (line, words) in lines.enumerated() {
      let offset = Double(line) - Double(lines.count - 1) / 2
      canvas.text(
        canvas.shortened(words, to: nameWidth - 8, Self.lettering), x: box.x - nameWidth,
        y: box.centreY + offset * Self.lettering.lineHeight, Self.lettering, Anchor(.left, .middle))
    }
  }
}
