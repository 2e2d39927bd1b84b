internal import Foundation

/// Images in rows, a strip of planes a row: originals and reconstructions in grey and what is left of a
/// source in red and blue, side by side, band by band.
public struct StripPanels: Figure {
  /// A block of planes under one heading, all with the same grey scale.
  public struct Strip: Sendable {
    public var heading: String
    /// Square planes, row-major [y, x], y upwards.
    public var planes: [[Float]]
    /// Whether it is a difference: zero is white, more is red and less is blue.
    public var isResidual: Bool

    public init(heading: String, planes: [[Float]], isResidual: Bool = false) {
      (self.heading, self.planes, self.isResidual) = (heading, planes, isResidual)
    }
  }

  public struct Row: Sendable {
    public var name: String
    public var strips: [Strip]

    public init(name: String, strips: [Strip]) {
      (self.name, self.strips) = (name, strips)
    }
  }

  public var title: String
  public var rows: [Row]
  /// What each plane of a strip is called: the bands.
  public var planeNames: [String]
  /// The side of a plane in pixels of its own.
  public var side: Int
  /// The side of a plane in the figure.
  public var tile: Double
  public var notes: [String]

  public init(
    title: String, rows: [Row], planeNames: [String], side: Int, tile: Double = 96,
    notes: [String] = []
  ) {
    precondition(
      rows.allSatisfy { $0.strips.allSatisfy { $0.planes.allSatisfy { $0.count == side * side } } },
      "planes of side × side pixels")
    (self.title, self.rows, self.planeNames) = (title, rows, planeNames)
    (self.side, self.tile, self.notes) = (side, tile, notes)
  }

  private static let nameWidth = 150.0
  private static let gap = 16.0
  private static let head = 38.0
  private static let lettering = Lettering(size: 11)
  private var strips: Int { rows.map(\.strips.count).max() ?? 0 }
  private var stripWidth: Double { Double(planeNames.count) * (tile + 2) - 2 }
  private var bodyWidth: Double {
    Self.nameWidth + Double(strips) * (stripWidth + Self.gap)
  }

  private var surround: Surround {
    Surround(title: title, notes: notes, width: max(bodyWidth + 40, 360))
  }

  public var size: FigureSize {
    surround.size(bodyHeight: Self.head + Double(max(rows.count, 1)) * (tile + 6))
  }

  public func draw(on canvas: borrowing Canvas) {
    let body = surround.draw(on: canvas)
    if rows.isEmpty {
      canvas.text(
        "no images", x: body.centreX, y: body.centreY, .axisTitle, Anchor(.centre, .middle))
      return
    }
    let left = (body.centreX - bodyWidth / 2).rounded()
    for (number, strip) in (rows.first?.strips ?? []).enumerated() {
      let x = left + Self.nameWidth + Double(number) * (stripWidth + Self.gap)
      canvas.text(
        canvas.shortened(strip.heading, to: stripWidth, .heading), x: x + stripWidth / 2,
        y: body.y, .heading, Anchor(.centre, .top))
      for (plane, name) in planeNames.enumerated() {
        canvas.text(
          canvas.shortened(name, to: tile, Self.lettering),
          x: x + (Double(plane) + 0.5) * (tile + 2), y: body.y + 20, Self.lettering,
          Anchor(.centre, .top))
      }
    }
    for (line, row) in rows.enumerated() {
      let y = body.y.rounded() + Self.head + Double(line) * (tile + 6)
      let words = row.name.split(separator: "\n").map(String.init)
      for (index, text) in words.enumerated() {
        canvas.text(
          canvas.shortened(text, to: Self.nameWidth - 8, Self.lettering), x: left,
          y: y + tile / 2 + (Double(index) - Double(words.count - 1) / 2) * 15, Self.lettering,
          Anchor(.left, .middle))
      }
      for (number, strip) in row.strips.enumerated() {
        let x = left + Self.nameWidth + Double(number) * (stripWidth + Self.gap)
        for (plane, pixels) in strip.planes.enumerated() {
          // One scale a band and row: the residual of a bright source is as visible as it is.
          let scale = Self.range(of: row.strips.first?.planes[plane] ?? pixels)
          canvas.draw(
            strip.isResidual
              ? Self.residual(pixels, side: side, reach: scale.upperBound - scale.lowerBound)
              : Self.picture(pixels, side: side, scale),
            in: Box(x: x + Double(plane) * (tile + 2), y: y, width: tile, height: tile))
        }
      }
    }
  }

  /// From three spreads of the sky below its median to the brightest pixel.
  private static func range(of pixels: [Float]) -> ClosedRange<Float> {
    let quantiles = Quantiles(of: pixels)
    guard let median = quantiles.value(at: 0.5), let highest = quantiles.value(at: 1),
      let low = quantiles.value(at: 0.16)
    else { return 0...1 }
    let floor = median - 3 * (median - low)
    return floor...max(highest, floor + 1e-6)
  }

  /// The colour of no number.
  private static let missing: UInt32 = 0xB0B0D0

  private static func picture(
    _ pixels: [Float], side: Int, _ range: ClosedRange<Float>
  ) -> Picture {
    var picture = Picture(width: side, height: side)
    for row in 0..<side {
      for column in 0..<side {
        let value = pixels[row * side + column]
        guard value.isFinite else {
          picture.set(column, side - 1 - row, missing)
          continue
        }
        let part = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        // A mild curve: faint wings show and the peak does not drown.
        let grey = UInt32((min(1, max(0, part)).squareRoot() * 255).rounded())  // bounded above
        picture.set(column, side - 1 - row, grey << 16 | grey << 8 | grey)
      }
    }
    return picture
  }

  /// The part of the original's range at which a residual's colour is full.
  public static let residualPart: Float = 1.0 / 3

  private static func residual(_ pixels: [Float], side: Int, reach: Float) -> Picture {
    var picture = Picture(width: side, height: side)
    for row in 0..<side {
      for column in 0..<side {
        let value = pixels[row * side + column]
        picture.set(
          column, side - 1 - row,
          value.isFinite
            ? ColourScale.diverging(value / (max(reach, 1e-20) * residualPart)) : missing)
      }
    }
    return picture
  }
}
