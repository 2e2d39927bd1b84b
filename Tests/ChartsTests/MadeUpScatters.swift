import Charts
import Foundation

extension MadeUpFigures {
  static var scatters: [(String, any Figure)] {
    var dice = Dice(seed: 12)
    var stars: (x: [Double], y: [Double]) = ([], [])
    var galaxies: (x: [Double], y: [Double]) = ([], [])
    for _ in 0..<4000 {
      let t = dice.part()
      stars.x.append(0.2 + 1.3 * t + 0.04 * dice.normal())
      stars.y.append(0.1 + 0.4 * t + (t > 0.8 ? 4 * (t - 0.8) : 0) + 0.04 * dice.normal())
      galaxies.x.append(0.9 + 0.35 * dice.normal())
      galaxies.y.append(0.45 + 0.12 * dice.normal())
    }
    let clusters = (0..<12).map { cluster in
      let (x, y) = (10 * dice.part(), 10 * dice.part())
      return ScatterChart.Group(
        name: cluster == 7 ? longTitle : "cluster \(cluster)",
        x: (0..<3000).map { _ in x + 0.6 * dice.normal() },
        y: (0..<3000).map { _ in y + 0.6 * dice.normal() })
    }
    var magnitudes = ScatterChart(
      title: "Size against magnitude",
      groups: [
        .init(
          name: "stars", x: (0..<600).map { _ in 16 + 7 * dice.part() },
          y: (0..<600).map { _ in 1.3 + 0.05 * dice.normal() }),
        .init(
          name: "galaxies", x: (0..<600).map { _ in 17 + 6 * dice.part() },
          y: (0..<600).map { _ in 2 + exp(dice.normal()) }),
      ], xLabel: "r [mag]", yLabel: "half-light radius [″]", yScale: .logarithmic)
    magnitudes.xIsReversed = true
    return [
      (
        "scatter",
        ScatterChart(
          title: "Colours of the sources",
          groups: [
            .init(name: "stars", x: stars.x, y: stars.y),
            .init(name: "galaxies", x: galaxies.x, y: galaxies.y),
          ], xLabel: "g − r [mag]", yLabel: "r − i [mag]")
      ),
      ("scatter-size", magnitudes),
      (
        "scatter-many",
        ScatterChart(
          title: "Latent space, first two principal components", groups: clusters,
          xLabel: "first component", yLabel: "second component")
      ),
      (
        "scatter-nasty",
        ScatterChart(
          title: longTitle,
          groups: [
            .init(name: "none", x: [], y: []),
            .init(name: "one", x: [1], y: [2]),
            .init(name: "far", x: [1e30, .nan, -1e300, 5], y: [0, 1, .infinity, -1e-300]),
          ], xLabel: longTitle, yLabel: longTitle)
      ),
      ("scatter-none", ScatterChart(title: "Empty", groups: [], xLabel: "x", yLabel: "y")),
      (
        "scatter-outliers",
        ScatterChart(
          title: "A few lie far away",
          groups: [
            .init(
              name: "all", x: (0..<5000).map { $0 < 3 ? 1e6 : dice.normal() },
              y: (0..<5000).map { _ in dice.normal() })
          ], xLabel: "x", yLabel: "y")
      ),
    ]
  }
}
