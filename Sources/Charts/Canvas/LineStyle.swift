/// How a line is drawn.
public struct LineStyle: Sendable, Equatable {
  public var colour: Colour
  public var width: Double
  /// Lengths of ink and gap in turn; empty for an unbroken line.
  public var dashes: [Double]

  public init(_ colour: Colour, width: Double = 1.6, dashes: [Double] = []) {
    (self.colour, self.width, self.dashes) = (colour, width, dashes)
  }

  /// The style of the `index`th series: colours in turn, then the same colours dashed.
  public static func series(_ index: Int, width: Double = 1.6) -> LineStyle {
    let patterns: [[Double]] = [[], [6, 3], [2, 2.5], [8, 3, 2, 3]]
    let count = Colour.series.count
    return LineStyle(
      Colour.series[index % count], width: width, dashes: patterns[index / count % patterns.count])
  }
}
