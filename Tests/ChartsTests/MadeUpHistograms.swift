import Charts
import Foundation

extension MadeUpFigures {
  static var histograms: [(String, any Figure)] {
    var dice = Dice(seed: 1)
    let pixels = ["g", "r", "i", "z"].enumerated().map { index, band in
      let values: [Float] = (0..<400_000).map { (_: Int) -> Float in
        let isBright = dice.part() < 0.08
        let light: Double = isBright ? 0.02 * pow(dice.part(), -1.1) : 0
        return Float(0.02 * dice.normal() + light)
      }
      return HistogramPanels.Panel(
        title: "\(band) band", xLabel: "flux [nanomaggies per pixel]",
        values: values.map { $0 * Float(index + 1) })
    }
    let codes = (0..<4).map { unit in
      let values: [Float] = (0..<20_000).map { (_: Int) -> Float in
        let noise = dice.normal()
        guard unit == 3 else { return Float(noise) }
        let centre: Double = dice.part() < 0.4 ? -1.2 : 1
        return Float(centre + 0.4 * noise)
      }
      return HistogramPanels.Panel(
        title: "code unit \([0, 7, 18, 29][unit])", xLabel: "code value", values: values)
    }
    let rows: [HistogramPanels.Row] = [
      .init(heading: "Before: pixel values of 20 000 cutouts", panels: pixels),
      .init(heading: "After AEP: code values of the same cutouts", panels: codes),
    ]
    let nasty: [HistogramPanels.Row] = [
      .init(
        heading: "Empty, single, equal, not finite",
        panels: [
          .init(title: "empty", xLabel: "nothing [mag]", values: []),
          .init(title: "one value", xLabel: "value", values: [3.25]),
          .init(
            title: "all equal", xLabel: "value", values: [Float](repeating: -1234.5, count: 5000)),
          .init(title: "NaN only", xLabel: "value", values: [.nan, .infinity, -.infinity]),
        ]),
      .init(
        heading: longTitle,
        panels: [
          .init(
            title: "huge range " + longTitle, xLabel: "flux [erg/s/cm²/Å] " + longTitle,
            values: (0..<5000).map { _ in Float(pow(10, 30 * dice.part())) }),
          .init(
            title: "tiny", xLabel: "value",
            values: (0..<5000).map { _ in Float(1e-30 * dice.normal()) } + [.nan]),
          .init(
            title: "flat", xLabel: "value", values: (0..<50_000).map { _ in Float(dice.part()) }),
          .init(
            title: "large offset", xLabel: "value",
            values: (0..<9000).map { _ in Float(1_000_000 + dice.normal()) },
            range: 999_990...1_000_010),
        ]),
    ]
    return [
      (
        "histograms-prior",
        HistogramPanels(
          title: "Aggregated posterior",
          rows: [
            .init(
              heading: "codes",
              panels: [
                .init(
                  title: "unit 0", xLabel: "code value",
                  values: (0..<4000).map { _ in Float(0.7 * dice.normal()) }, range: -4...4,
                  normal: (0, 1))
              ])
          ], curveName: "the prior, N(0, 1)", notes: ["All 32 units: spread 0.7."])
      ),
      ("histograms", HistogramPanels(title: "Pixel values before AEP, codes after", rows: rows)),
      (
        "histograms-log",
        HistogramPanels(
          title: "Pixel values before AEP, codes after", rows: rows, countScale: .logarithmic)
      ),
      ("histograms-nasty", HistogramPanels(title: longTitle, rows: nasty)),
      (
        "histograms-nasty-log",
        HistogramPanels(title: "", rows: nasty, countScale: .logarithmic)
      ),
      ("histograms-none", HistogramPanels(title: "No rows", rows: [])),
    ]
  }
}
