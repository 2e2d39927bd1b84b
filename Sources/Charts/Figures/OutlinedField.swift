/// A part of a field in the colours of Lupton et al. (2004), every region in it outlined in the colour of its
/// kind.
public struct OutlinedField: Figure {
  /// What regions are of.
  public struct Kind: Sendable {
    public var name: String
    public var colour: Colour

    public init(name: String, colour: Colour) { (self.name, self.colour) = (name, colour) }
  }

  public var title: String
  public let width, height: Int
  /// Fluxes, row-major [y, x], y upwards.
  public let red, green, blue: [Float]
  /// Whose a pixel is, `[y, x]`: 0: nobody's.
  public let regions: [Int32]
  /// The kind of every pixel's region, a place in `kinds`.
  public let kindOfPixel: [UInt8]
  public let kinds: [Kind]
  public var notes: [String]
  /// Points of the figure to a pixel of the field.
  public var zoom: Int

  public init(
    title: String, width: Int, planes: (red: [Float], green: [Float], blue: [Float]),
    regions: [Int32], kindOfPixel: [UInt8], kinds: [Kind], notes: [String] = [], zoom: Int = 3
  ) {
    precondition(
      width > 0 && !regions.isEmpty && regions.count % width == 0, "rows of \(width) pixels")
    precondition(
      [planes.red.count, planes.green.count, planes.blue.count, kindOfPixel.count]
        .allSatisfy { $0 == regions.count }, "planes of one size")
    (self.title, self.width, self.notes) = (title, width, notes)
    height = regions.count / width
    (red, green, blue) = planes
    (self.regions, self.kindOfPixel, self.kinds) = (regions, kindOfPixel, kinds)
    self.zoom = max(1, zoom)
  }

  private var side: (width: Double, height: Double) {
    (Double(width * zoom), Double(height * zoom))
  }

  private var surround: Surround {
    Surround(
      title: title,
      legend: Legend(entries: kinds.map { .init(swatch: .area($0.colour), text: $0.name) }),
      notes: notes, width: max(side.width + 40, 320))
  }

  public var size: FigureSize { surround.size(bodyHeight: side.height + 6) }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    canvas.draw(
      picture,
      in: Box(
        x: (body.centreX - side.width / 2).rounded(), y: body.y.rounded() + 3, width: side.width,
        height: side.height))
  }

  /// `zoom` × `zoom` points a pixel; the outermost points of a region have the colour of its kind where it meets
  /// something else.
  var picture: Picture {
    let stretch = LuptonRGB(fitting: [(red, green, blue)])
    var picture = Picture(width: width * zoom, height: height * zoom)
    for y in 0..<height {
      for x in 0..<width {
        let place = y * width + x
        let light = stretch.colour(
          red: Double(red[place]), green: Double(green[place]), blue: Double(blue[place]))
        let colour = light.map { Colour(red: $0.red, green: $0.green, blue: $0.blue).hex }
        let outline =
          kinds.indices.contains(Int(kindOfPixel[place]))
          ? kinds[Int(kindOfPixel[place])].colour.hex : nil
        for (column, row) in points {
          let isEdge = regions[place] != 0 && meetsOther(x, y, column, row)
          picture.set(
            x * zoom + column, (height - 1 - y) * zoom + row,
            isEdge ? outline ?? 0xFFFFFF : colour ?? 0x707070)
        }
      }
    }
    return picture
  }

  private var points: [(column: Int, row: Int)] {
    (0..<zoom).flatMap { row in (0..<zoom).map { ($0, row) } }
  }

  /// Whether a point of a pixel (row 0 on top) lies at a side beyond which another region begins.
  private func meetsOther(_ x: Int, _ y: Int, _ column: Int, _ row: Int) -> Bool {
    let own = regions[y * width + x]
    func differs(_ x: Int, _ y: Int) -> Bool {
      x >= 0 && y >= 0 && x < width && y < height && regions[y * width + x] != own
    }
    return column == 0 && differs(x - 1, y) || column == zoom - 1 && differs(x + 1, y)
      || row == 0 && differs(x, y + 1) || row == zoom - 1 && differs(x, y - 1)
  }
}
