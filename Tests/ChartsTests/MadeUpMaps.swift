import Charts
import Foundation

extension MadeUpFigures {
  static var maps: [(String, any Figure)] {
    var dice = Dice(seed: 21)
    let x = (0..<3000).map { _ in 3 * dice.normal() }
    let y = x.map { 0.2 * $0 * $0 + dice.normal() }
    let probabilities = (0..<2000).map { _ in dice.part() }
    let stars = probabilities.map { dice.part() < $0 * $0 }
    var far = x
    far[0] = 1e30
    far[1] = .nan
    return [
      (
        "gradient",
        GradientChart(
          title: "Codes by magnitude", x: x, y: y, values: y.map { 18 + $0 / 2 },
          xLabel: "first", yLabel: "second", valueLabel: "r [mag]")
      ),
      (
        "gradient-nasty",
        GradientChart(
          title: longTitle, x: far, y: y,
          values: x.map { $0 > 2 ? .nan : $0 > 1 ? .infinity : 1e9 }, xLabel: longTitle,
          yLabel: longTitle, valueLabel: longTitle, notes: [longTitle])
      ),
      (
        "gradient-none",
        GradientChart(
          title: "Empty", x: [], y: [], values: [], xLabel: "x", yLabel: "y", valueLabel: "v")
      ),
      ("thumbnails", thumbnails(x, y)),
      (
        "thumbnails-none",
        ThumbnailMap(
          title: "Empty", x: [], y: [], xLabel: "x", yLabel: "y", cells: 5, tiles: [])
      ),
      (
        "reliability",
        ReliabilityChart(title: "Reliability", probabilities: probabilities, positives: stars)
      ),
      (
        "reliability-none",
        ReliabilityChart(
          title: longTitle, probabilities: [.nan, 2], positives: [true, false],
          probabilityLabel: longTitle, positiveLabel: longTitle)
      ),
      (
        "curves",
        CurveChart(
          title: "Curves",
          curves: [
            .init(
              name: "one", points: (0...50).map { (Double($0) / 50, sin(Double($0) / 9)) },
              colour: .orange),
            .init(
              name: longTitle, points: [(0, .nan), (1, 1e300)], colour: .blue, dashes: [7, 4]),
          ], xLabel: "x", yLabel: longTitle, yRange: -1...1, mark: (0.5, "half"))
      ),
      ("curves-none", CurveChart(title: "Empty", curves: [], xLabel: "x", yLabel: "y")),
      ("strips", strips(&dice)),
      (
        "strips-none",
        StripPanels(title: "Empty", rows: [], planeNames: ["r"], side: 8)
      ),
    ]
  }

  private static func thumbnails(_ x: [Double], _ y: [Double]) -> ThumbnailMap {
    let tiles = ThumbnailMap.choice(x: x, y: y, cells: 12).map { cell in
      ThumbnailMap.Tile(
        row: cell.row, column: cell.column, picture: Picture(width: 4, height: 4),
        frame: cell.index.isMultiple(of: 2) ? .orange : .skyBlue)
    }
    return ThumbnailMap(
      title: "Thumbnails", x: x, y: y, xLabel: "first", yLabel: "second", cells: 12, tiles: tiles,
      frames: [("even", .orange), ("odd", .skyBlue)])
  }

  private static func strips(_ dice: inout Dice) -> StripPanels {
    let rows = (0..<4).map { row in
      let planes = (0..<3).map { _ in
        (0..<256).map { index -> Float in
          index == 9 && row == 2 ? .nan : Float(dice.normal() + (index == 136 ? 20 : 0))
        }
      }
      return StripPanels.Row(
        name: row == 3 ? longTitle : "source \(row)\nmag 20.\(row)",
        strips: ["original", "reconstruction", longTitle].map {
          .init(heading: $0, planes: planes)
        })
    }
    return StripPanels(
      title: "Strips", rows: rows, planeNames: ["g", "r", longTitle], side: 16,
      notes: [longTitle])
  }
}
