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
    style(index, of: Colour.series, width: width)
  }

  /// Styles of scores in their order: ours thick and blue, no other in a colour near it.
  package static func scores(areOurs: [Bool], thick: Double, thin: Double) -> [LineStyle] {
    let colours = areOurs.contains(true) ? Colour.besideOurs : Colour.series
    var next = 0
    return areOurs.map { isOurs in
      if isOurs { return .series(0, width: thick) }
      defer { next += 1 }
      return style(next, of: colours, width: thin)
    }
  }

  private static func style(_ index: Int, of colours: [Colour], width: Double) -> LineStyle {
    let patterns: [[Double]] = [[], [6, 3], [2, 2.5], [8, 3, 2, 3]]
    return LineStyle(
      colours[index % colours.count], width: width,
      dashes: patterns[index / colours.count % patterns.count])
  }
}
