internal import ArgumentParser
internal import Charts
internal import Files
internal import Tables

/// `galaxy-aep plot sizes SCORES`: size against magnitude with our classes.
struct PlotSizes: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "sizes", abstract: "Half-light radius against magnitude, coloured by our class.",
    discussion: "Example: galaxy-aep plot sizes clusters.fits --out sizes.png")

  @Argument(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .of(.scores))
  var scores: String

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.scores, scores)] }

  func run() throws {
    let table = try SourceTable(reading: scores, named: .scores, maker: "cluster")
    let (magnitudes, radii) = (try table.numbers(.magnitude), try table.numbers(.halfLightRadius))
    let groups = ClassGroups.groups(
      try table.score(), sharp: table.flags(.sharp)
    ) { (magnitudes[$0], radii[$0]) }
    let chart = ScatterChart(
      title: figure.title ?? "Size against magnitude, \(radii.count) sources", groups: groups,
      xLabel: "magnitude (own measurement) [mag]", yLabel: "half-light radius [pixel]",
      yScale: .logarithmic)
    try figure.write(chart)
  }
}

/// Sources parted by what we say they are.
enum ClassGroups {
  /// - Parameter sharp: which of them are sharper than any star; they have a group of their own if
  ///   there are any.
  static func groups(
    _ score: StarScore, sharp: [Bool], _ point: (Int) -> (x: Double, y: Double)
  ) -> [ScatterChart.Group] {
    let kinds: [(name: String, colour: Colour, holds: (Double) -> Bool)] = [
      ("galaxies (\(score.name) below 0.3)", .blue, { $0 < 0.3 }),
      ("uncertain", Colour(hex: 0x9A9A9A), { $0 >= 0.3 && $0 <= 0.7 }),
      ("stars (\(score.name) above 0.7)", .orange, { $0 > 0.7 }),
    ]
    func group(_ name: String, _ colour: Colour, _ members: [Int]) -> ScatterChart.Group {
      let points = members.map(point)
      return .init(name: name, x: points.map(\.x), y: points.map(\.y), colour: colour)
    }
    let rays = sharp.indices.filter { sharp[$0] }
    let sources = sharp.indices.filter { !sharp[$0] }
    let classes = kinds.map { kind in
      group(kind.name, kind.colour, sources.filter { kind.holds(score.values[$0]) })
    }
    guard !rays.isEmpty else { return classes }
    return classes + [group("cosmic rays and bad pixels (SHARP)", Colour(hex: 0x222222), rays)]
  }
}
