internal import ArgumentParser
internal import Charts
internal import Console
internal import Files
internal import Foundation
internal import Teaching

/// `galaxy-aep plot learning RESULTS…`: what is gained from more labels.
struct PlotLearning: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning",
    abstract: "How well few and many labels do.",
    discussion: """
      Of classifiers (`teach finetune --results`) one line for each beginning: a frozen encoder, a \
      pre-trained one, a random one. Of codes (`teach probe --out`) one line for each result, its colour \
      for what was learned from and its dashes for what learned, with the spread of the draws.

      Example: galaxy-aep plot learning frozen-*.json tuned-*.json random-*.json --out learning.png
      """)

  @Argument(
    help:
      "Results, as `galaxy-aep teach finetune --results` or `galaxy-aep teach probe --out` writes them.",
    completion: .of(.learning))
  var results: [String]

  @Option(
    "The least score that is shown. Default: that of the lowest point.",
    in: -1...1, excluding: [.highest], parsing: .unconditional)
  var from: Double?

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { .all(.learning, results) }

  func run() throws {
    var (classifiers, probes): ([LearningResult], [ProbeReport]) = ([], [])
    for path in results {
      if let report = FileManager.default.contents(atPath: path).flatMap(ProbeReport.init) {
        probes.append(report)
      } else {
        classifiers.append(try LearningResult(reading: path))
      }
    }
    let measures = Set(probes.map(\.measure) + (classifiers.isEmpty ? [] : ["accuracy"]))
    guard let measure = measures.first, measures.count == 1 else {
      throw CommandFailure(
        "cannot plot results of \(measures.sorted().joined(separator: " and ")) on one axis; plot "
          + "them apart")
    }
    var chart = CurveChart(
      title: figure.title ?? "What labels are worth",
      curves: Self.curves(of: classifiers) + Self.curves(of: probes), xLabel: "labels",
      yLabel: measure)
    chart.xScale = .logarithmic
    chart.showsPoints = true
    if let from { chart.yRange = from...1 }
    try figure.write(chart)
  }

  private static func curves(of classifiers: [LearningResult]) -> [CurveChart.Curve] {
    let kinds: [(start: String, name: String, colour: Colour)] = [
      ("tuned", "pre-trained, all layers learn", .blue),
      ("frozen", "pre-trained, encoder frozen", .green),
      ("random", "from random weights", .vermilion),
    ]
    return kinds.compactMap { kind in
      let points = classifiers.filter { $0.start == kind.start }.sorted { $0.labels < $1.labels }
      guard !points.isEmpty else { return nil }
      return CurveChart.Curve(
        name: kind.name, points: points.map { (Double($0.labels), $0.accuracy) },
        colour: kind.colour, dashes: kind.start == "random" ? [7, 4] : [])
    }
  }

  private static func curves(of probes: [ProbeReport]) -> [CurveChart.Curve] {
    func places(_ words: [String]) -> [String: Int] {
      words.reduce(into: [:]) { places, word in
        if places[word] == nil { places[word] = places.count }
      }
    }
    let (names, learners) = (places(probes.map(\.name)), places(probes.map(\.with)))
    let patterns: [[Double]] = [[], [7, 4], [2, 3]]
    return probes.map { probe in
      let rows = probe.rows.sorted { $0.labels < $1.labels }
      var curve = CurveChart.Curve(
        name: learners.count > 1 ? "\(probe.name), \(probe.with)" : probe.name,
        points: rows.map { (Double($0.labels), $0.mean) },
        colour: .category(names[probe.name] ?? 0),
        dashes: patterns[(learners[probe.with] ?? 0) % patterns.count])
      curve.spreads = rows.map(\.spread)
      return curve
    }
  }
}
