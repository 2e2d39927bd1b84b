import Charts
import Foundation

extension MadeUpFigures {
  static var losses: [(String, any Figure)] {
    var dice = Dice(seed: 9)
    let training: [Double] = (1...40).map { (epoch: Int) -> Double in
      0.02 + 0.9 * pow(Double(epoch), -1.3) + 0.002 * dice.part()
    }
    let validation: [Double] = (1...40).map { (epoch: Int) -> Double in
      let overfit: Double = epoch > 25 ? 0.001 * Double(epoch - 25) : 0
      return 0.027 + 0.8 * pow(Double(epoch), -1.2) + 0.004 * dice.part() + overfit
    }
    return [
      ("loss", LossChart(title: "AEP-64, batch 128", training: training, validation: validation)),
      (
        "loss-log",
        LossChart(
          title: "AEP-64, batch 128", training: training, validation: validation,
          scale: .logarithmic)
      ),
      (
        "loss-nasty",
        LossChart(
          title: longTitle, training: [1e12, .nan, 3e-9, .infinity, 2e-3], validation: [.nan, 0.5],
          firstEpoch: 199_998, lossLabel: longTitle, scale: .logarithmic)
      ),
      ("loss-one", LossChart(title: "One epoch", training: [0.31], validation: [0.33])),
      (
        "loss-equal",
        LossChart(
          title: "No change", training: [Double](repeating: 0.1, count: 200), validation: [])
      ),
      ("loss-none", LossChart(title: "Nothing", training: [], validation: [], scale: .logarithmic)),
    ]
  }
}
