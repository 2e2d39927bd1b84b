internal import ArgumentParser
internal import Charts

/// `galaxy-aep plot learning RESULTS…`: how a classifier gains from labels.
struct PlotLearning: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning",
    abstract: "The accuracy of classifiers against the number of their labels.",
    discussion: """
      One line for each beginning: a frozen encoder, a pre-trained one, a random one.

      Example: galaxy-aep plot learning frozen-*.json tuned-*.json random-*.json --out learning.png
      """)

  @Argument(help: "Results, as `galaxy-aep finetune --results` writes them.", completion: .file())
  var results: [String]

  @OptionGroup var figure: FigureOptions

  func run() throws {
    let found = try results.map { try LearningResult(reading: $0) }
    let kinds: [(start: String, name: String, colour: Colour)] = [
      ("tuned", "pre-trained, all layers learn", .blue),
      ("frozen", "pre-trained, encoder frozen", .green),
      ("random", "from random weights", .vermilion),
    ]
    let curves = kinds.compactMap { kind -> CurveChart.Curve? in
      let points = found.filter { $0.start == kind.start }.sorted { $0.labels < $1.labels }
      guard !points.isEmpty else { return nil }
      return CurveChart.Curve(
        name: kind.name, points: points.map { (Double($0.labels), $0.accuracy) },
        colour: kind.colour, isDashed: kind.start == "random")
    }
    var chart = CurveChart(
      title: figure.title ?? "What labels are worth", curves: curves, xLabel: "labels",
      yLabel: "accuracy")
    chart.xScale = .logarithmic
    chart.showsPoints = true
    try figure.write(chart, inputs: results)
  }
}
