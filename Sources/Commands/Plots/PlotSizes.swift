internal import ArgumentParser
internal import Charts
internal import Console
internal import Files
package import Reports
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
    // Tables of earlier versions have radii in pixels only.
    let isAngle = table.has(.halfLightArcseconds)
    let radii = try table.numbers(isAngle ? .halfLightArcseconds : .halfLightRadius)
    let (magnitudes, score) = (try table.numbers(.magnitude), try table.score())
    let sharp = try table.flags(.sharp)
    let groups = ClassGroups.groups(score, sharp: sharp) { (magnitudes[$0], radii[$0]) }
    var chart = ScatterChart(
      title: figure.title ?? "Size against magnitude, \(radii.count) sources", groups: groups,
      xLabel: "magnitude (own measurement) [mag]",
      yLabel: "half-light radius [\(isAngle ? "″" : "pixel")]", yScale: .logarithmic)
    let found = FoundSources(
      fields: try table.texts(.field), magnitudes: magnitudes, probabilities: score.values,
      radii: radii)
    let ridges = Ridges(found.fields, unit: isAngle ? "″" : " pixels")
    chart.levels = ridges.radii
    let saturated = try table.flags(.saturated).count { $0 }
    chart.notes =
      [ridges.sentence].compactMap { $0 } + [
        "Flagged: \(sharp.count { $0 }) SHARP, \(saturated) SATURATED in some band."
      ]
    try figure.write(chart)
  }
}

/// The sizes of stars, field by field.
package struct Ridges {
  package let radii: [Double]
  /// What the lines are; nil where no field has enough sure stars.
  package let sentence: String?

  /// - Parameter fields: one line each; of more than six the sharpest and the broadest.
  package init(_ fields: [FoundSources.Field], unit: String) {
    let known = fields.compactMap { field in
      field.pointRadius.map { (name: field.name, radius: $0) }
    }
    .sorted { ($0.radius, $0.name) < ($1.radius, $1.name) }
    let isMany = known.count > 6
    let shown = isMany ? [known[0], known[known.count - 1]] : known
    radii = shown.map(\.radius)
    let list = shown.map { "\($0.name) \(number($0.radius, digits: 3))\(unit)" }
    sentence =
      shown.isEmpty
      ? nil
      : "Broken lines: the half-light radius of bright sure stars, \(isMany ? "the smallest and the largest of \(known.count) fields" : "field by field"): "
        + "\(list.joined(separator: ", "))."
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
