import Charts
import Files
import Foundation

/// Random numbers for tests: SplitMix64 (Steele et al. 2014).
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// Uniform in 0 ..< 1.
  mutating func part() -> Double { Double(bits() >> 11) * 0x1p-53 }
  mutating func below(_ count: Int) -> Int { Int(part() * Double(count)) }

  mutating func normal() -> Double {
    sqrt(-2 * log(1 - part())) * cos(2 * .pi * part())
  }
}

/// A folder that goes away with the test.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory.path + "/charts-\(UUID().uuidString)"

  init() throws { try Folder.create(path) }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

let testProvenance = Provenance(
  program: "galaxy-aep test", command: "galaxy-aep plot roc scores.fits", seed: 42,
  inputs: ["scores.fits", "étoiles.csv", "星.csv"])

/// The figures of every kind that are looked at and that the tests write: true to life and nasty.
enum MadeUpFigures {
  static let all: [(name: String, figure: any Figure)] =
    histograms + rocs + losses + mosaics + magnitudes + scatters

  static let longTitle =
    "A title that an enthusiastic person made much longer than any figure is wide, with the field,"
    + " the run, the camera column, the seed, the number of epochs and the colour of the sky on the"
    + " evening when all of it was observed, and then some more words that no line can hold at all"
    + " because three lines are what a title gets before it ends in three small dots and silence"

  // MARK: Histograms

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

  // MARK: ROC curves

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

  // MARK: Losses

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

  // MARK: Mosaics

  static func cutout(_ dice: inout Dice, caption: [String], frame: Colour?) -> CutoutMosaic.Cutout {
    let size = 64
    var planes = [[Float]](repeating: [Float](repeating: 0, count: size * size), count: 3)
    for source in 0..<(1 + dice.below(4)) {
      let isStar = dice.part() < 0.5
      let (x, y) = source == 0 ? (32, 32) : (64 * dice.part(), 64 * dice.part())
      let flux = pow(10, 1 + 2.2 * dice.part())
      let warmth = 0.5 + dice.part()
      let (angle, axis) = (dice.part() * .pi, isStar ? 1 : 0.3 + 0.7 * dice.part())
      let scale = isStar ? 1.5 : 2 + 3 * dice.part()
      for index in 0..<size * size {
        let (dx, dy) = (Double(index % size) - x, Double(index / size) - y)
        let along = dx * cos(angle) + dy * sin(angle)
        let across = (dy * cos(angle) - dx * sin(angle)) / axis
        let radius = (along * along + across * across).squareRoot() / scale
        let light = flux / 30 * (isStar ? exp(-radius * radius / 2) : exp(-radius))
        for plane in 0..<3 {
          planes[plane][index] += Float(light * pow(warmth, Double(1 - plane)))
        }
      }
    }
    for plane in 0..<3 {
      for index in 0..<size * size { planes[plane][index] += Float(0.03 * dice.normal()) }
    }
    return .init(
      red: planes[0], green: planes[1], blue: planes[2], size: size, caption: caption, frame: frame)
  }

  static var mosaics: [(String, any Figure)] {
    var dice = Dice(seed: 5)
    let usual = (0..<24).map { index in
      let isStar = index % 3 == 0
      return cutout(
        &dice,
        caption: [
          "3918-3-213-\(1000 + index)", "\(isStar ? "star" : "galaxy")  P★ 0.\(90 - index)",
        ],
        frame: isStar ? .orange : .skyBlue)
    }
    var broken = cutout(
      &dice, caption: [longTitle, "half of it outside the frame"], frame: .vermilion)
    for index in 0..<2048 { broken.green[index] = .nan }
    let flat = CutoutMosaic.Cutout(
      red: [1e30], green: [1e30], blue: [-1e30], size: 1, caption: ["one pixel"])
    let zero = CutoutMosaic.Cutout(
      red: [0, 0, 0, 0], green: [0, 0, 0, 0], blue: [0, 0, 0, 0], size: 2)
    return [
      (
        "mosaic",
        CutoutMosaic(
          title: "Sources of SDSS field 3918-3-213", cutouts: usual,
          frames: [("called a star", .orange), ("called a galaxy", .skyBlue)],
          notes: ["i, r, g as red, green, blue (Lupton et al. 2004). Each cutout is 25″ wide."])
      ),
      (
        "mosaic-nasty",
        CutoutMosaic(
          title: longTitle, cutouts: [broken, flat, zero],
          frames: [(longTitle, .vermilion)], notes: [longTitle + longTitle + longTitle])
      ),
      ("mosaic-none", CutoutMosaic(title: "None", cutouts: [])),
    ]
  }

  // MARK: Magnitudes

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

  // MARK: Scatter diagrams

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
