import Charts
import Foundation

extension MadeUpFigures {
  static func curve(
    _ name: String, separation: Double, count: Int, isOurs: Bool = false, seed: UInt64
  ) -> ROCChart.Curve {
    var dice = Dice(seed: seed)
    var scores: [(score: Double, isPositive: Bool)] = []
    for index in 0..<count {
      let isPositive = index % 2 == 0
      let shift: Double = isPositive ? separation : 0
      scores.append((score: dice.normal() + shift, isPositive: isPositive))
    }
    scores.sort { $0.score > $1.score }
    var (trues, falses, area) = (0, 0, 0.0)
    let half = Double(count / 2)
    var points: [(falsePositive: Double, truePositive: Double)] = [(0, 0)]
    for item in scores {
      if item.isPositive { trues += 1 } else { falses += 1 }
      if !item.isPositive { area += Double(trues) / half / half }
      points.append((Double(falses) / half, Double(trues) / half))
    }
    return .init(
      name: name, points: points, auc: area, interval: area - 0.012...min(area + 0.011, 1),
      isOurs: isOurs)
  }

  static var rocs: [(String, any Figure)] {
    let usual = [
      curve("r-band concentration", separation: 2.2, count: 1200, seed: 1),
      curve("PSF − model magnitude", separation: 2.5, count: 1200, seed: 2),
      curve("half-light radius", separation: 1.9, count: 1200, seed: 3),
      curve("AEP, label-free", separation: 2.9, count: 1200, isOurs: true, seed: 4),
    ]
    let many: [ROCChart.Curve] = (0..<12).map { (index: Int) -> ROCChart.Curve in
      let name: String = index == 5 ? longTitle : "score number \(index + 1)"
      return curve(
        name, separation: 0.25 * Double(index), count: 40_000, isOurs: index == 2,
        seed: UInt64(index))
    }
    return [
      (
        "roc",
        ROCChart(
          title: "Stars and galaxies of SDSS field 3918-3-213", curves: usual, markedRate: 0.005,
          falsePositiveLabel: "false-positive rate (galaxies called stars)",
          truePositiveLabel: "true-positive rate (stars found)")
      ),
      ("roc-many", ROCChart(title: longTitle, curves: many)),
      (
        "roc-panels",
        ROCPanels(
          title: "All scores by magnitude",
          panels: (0..<5).map {
            .init(title: "\(18 + $0)–\(19 + $0) mag: 600 + 600", curves: usual)
          }
        )
      ),
      ("roc-panels-none", ROCPanels(title: longTitle, panels: [])),
      ("roc-panels-long", ROCPanels(title: "", panels: [.init(title: longTitle, curves: many)])),
      (
        "roc-nasty",
        ROCChart(
          title: "Empty, one point, perfect, NaN",
          curves: [
            .init(name: "empty", points: [], auc: .nan),
            .init(name: "one point", points: [(0.3, 0.4)], auc: 0.5, isOurs: true),
            .init(name: "perfect", points: [(0, 0), (0, 1), (1, 1)], auc: 1),
            .init(name: "not numbers", points: [(0, .nan), (.nan, 0.4), (1, 1)], auc: .nan),
          ])
      ),
      ("roc-none", ROCChart(title: "", curves: [])),
    ]
  }
}
