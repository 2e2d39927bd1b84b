import Charts
import Foundation

extension MadeUpFigures {
  static var magnitudes: [(String, any Figure)] {
    func score(_ name: String, _ start: Double, isOurs: Bool = false) -> MagnitudeChart.Score {
      .init(
        name: name,
        bins: (0..<6).map { bin in
          let low = 17 + Double(bin)
          let auc = start - 0.006 * pow(Double(bin), 2.2) * (isOurs ? 0.6 : 1)
          let spread = 0.004 * pow(1.6, Double(bin))
          return .init(
            low: low, high: low + 1, auc: auc, interval: auc - spread...min(1, auc + spread))
        }, isOurs: isOurs)
    }
    let counts = (0..<6).map { bin in
      MagnitudeChart.Count(
        low: 17 + Double(bin), high: 18 + Double(bin), stars: 30 + 12 * bin,
        galaxies: Int(8 * pow(1.8, Double(bin))))
    }
    return [
      (
        "magnitude",
        MagnitudeChart(
          title: "How well stars and galaxies are told apart, by magnitude",
          scores: [
            score("AEP, label-free", 0.995, isOurs: true), score("r-band concentration", 0.985),
            score("half-light radius", 0.97), score("PSF − model magnitude", 0.99),
          ], counts: counts)
      ),
      (
        "magnitude-nasty",
        MagnitudeChart(
          title: longTitle,
          scores: (0..<12).map { index in
            .init(
              name: index == 3 ? longTitle : "score \(index)",
              bins: [
                .init(low: -5, high: 12, auc: Double(index) / 12),
                .init(low: 12, high: 12.5, auc: .nan),
                .init(low: 20, high: 35, auc: 1, interval: 0...1),
              ], isOurs: index == 0)
          }, counts: [.init(low: 20, high: 35, stars: 0, galaxies: 12_345_678)])
      ),
      ("magnitude-none", MagnitudeChart(title: "Nothing", scores: [], counts: [])),
    ]
  }
}
