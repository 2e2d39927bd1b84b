internal import ArgumentParser
internal import Charts
internal import Clusters
internal import Console
internal import Cutouts
internal import Files
internal import Reports
internal import Tables
internal import Tensors

/// `galaxy-aep plot map CODES`: the codes in two dimensions.
struct PlotMap: FigureCommand {
  enum Shown: String, CaseIterable, ExpressibleByArgument {
    case magnitude, score, cluster, thumbnails
  }

  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "The codes in two dimensions, coloured, or with cutouts in place of points.",
    discussion: """
      Colours: magnitude; score (P_STAR, else P_CLUSTERS) or cluster, which need --scores; thumbnails, which need \
      --cutouts.

      Example: galaxy-aep plot map codes.fits --scores clusters.fits --colour score --out map.png
      Example: galaxy-aep plot map codes.fits --cutouts cutouts --colour thumbnails --out map.png
      """)

  @Argument(help: "A table of codes, as `galaxy-aep encode` writes it.", completion: .of(.codes))
  var codes: String

  @Option(help: "What colours tell: magnitude, score, cluster or thumbnails.")
  var colour = Shown.magnitude

  @Option(help: "How to get to two dimensions: pca or neighbours (as embed).")
  var projection = CodeMap.Projection.pca

  @Option(
    "Which principal components are shown, counted from 1, separated by a comma.",
    each: 1...999, such: "two numbers such as 1,2")
  var components = "1,2"

  @Option(
    help: """
      How codes are made comparable: whitened or standardised. Default: standardised for pca, \
      whitened for neighbours.
      """)
  var scaling: CodeScaling?

  @Option(
    help: "A table of scores, as `galaxy-aep cluster` writes it. Default: none.",
    completion: .of(.scores))
  var scores: String?

  @Option(help: "The cutout set that was encoded. Default: none.", completion: .of(.cutouts))
  var cutouts: String?

  @Option(
    "Thumbnails side by side.",
    in: 2...60)
  var cells = 20

  @Option(seed: "The seed of neighbours.")
  var seed: UInt64 = 1

  @OptionGroup var figure: FigureOptions
  @OptionGroup var work: WorkOptions

  var reads: [Artifact] {
    [Artifact(.codes, codes)] + .some(.scores, scores) + .some(.cutouts, cutouts)
  }

  func run() throws {
    if projection == .tsne {
      Terminal.shared.note(
        "--projection tsne is now --projection neighbours, which shows every source")
    }
    let table = try SourceTable(reading: codes, named: .codes, maker: "encode")
    let (width, values) = try table.codes()
    var map = try CodeMap(
      Tensor(values, shape: [table.table.rowCount, width]), projection: projection,
      components: try numbers(of: components),
      scaling: scaling ?? (projection == .pca ? .standardised : .whitened), seed: seed,
      workers: work.workers)
    let ids = try table.identities()
    map.say(whatFollows: Self.quantities(of: table))
    let title = figure.title ?? "Map of \(ids.count) codes, \(map.name)"
    switch colour {
    case .magnitude:
      let magnitudes = try table.numbers(.magnitude)
      try figure.write(
        gradient(title, map, magnitudes, "magnitude [mag]"), seed: seed)
    case .score:
      let (scores, name) = try starScores()
      try figure.write(
        gradient(title, map, ids.map { scores[$0] ?? .nan }, name, 0...1), seed: seed)
    case .cluster:
      try figure.write(
        clusters(title, map, ids, try scoreTable().numbersBySource(.cluster)), seed: seed)
    case .thumbnails:
      try figure.write(try thumbnails(title, map, ids), seed: seed)
    }
  }

  /// What was measured of every source: magnitude, size, shape, colours of neighbouring bands.
  private static func quantities(of table: SourceTable) -> [(name: String, values: [Double])] {
    let columns: [SourceColumn] = [
      .magnitude, .halfLightArcseconds, .concentration, .psfMinusModel, .templates, .compactness,
    ]
    let single = columns.compactMap { column in
      table.table[column]?.doubles.map { (name: column.name, values: $0) }
    }
    let bands = table.magnitudeBands
    let colours = zip(bands, bands.dropFirst()).compactMap { one, two in
      if let first = try? table.numbers(.magnitude(in: one)),
        let second = try? table.numbers(.magnitude(in: two))
      {
        return (name: "\(one) − \(two)", values: zip(first, second).map { $0 - $1 })
      }
      return nil
    }
    return single + colours
  }

  private func gradient(
    _ title: String, _ map: CodeMap, _ values: [Double], _ label: String,
    _ range: ClosedRange<Double>? = nil
  ) -> GradientChart {
    GradientChart(
      title: title, x: map.x, y: map.y, values: values, xLabel: map.labels.x,
      yLabel: map.labels.y, valueLabel: label, valueRange: range)
  }

  /// The twelve largest clusters by name, all others in grey.
  private func clusters(
    _ title: String, _ map: CodeMap, _ ids: [SourceIdentity], _ clusters: [SourceIdentity: Double]
  ) -> ScatterChart {
    let own = ids.map { clusters[$0].flatMap { Int(exactly: $0) } ?? -1 }
    let sizes = Dictionary(grouping: own.indices) { own[$0] }
    let largest = sizes.keys.filter { $0 >= 0 }
      .sorted { (-(sizes[$0]?.count ?? 0), $0) < (-(sizes[$1]?.count ?? 0), $1) }.prefix(12)
    func group(_ name: String, _ members: [Int], _ colour: Colour?) -> ScatterChart.Group {
      .init(
        name: name, x: members.map { map.x[$0] }, y: members.map { map.y[$0] }, colour: colour)
    }
    let others = own.indices.filter { !largest.contains(own[$0]) }
    var chart = ScatterChart(
      title: title,
      groups: [group("other clusters", others, Colour(hex: 0xCCCCCC))]
        + largest.enumerated().map { index, cluster in
          group("cluster \(cluster)", sizes[cluster] ?? [], .category(index))
        }, xLabel: map.labels.x, yLabel: map.labels.y)
    chart.namesGroups = false
    return chart
  }

  private func thumbnails(
    _ title: String, _ map: CodeMap, _ ids: [SourceIdentity]
  ) throws -> ThumbnailMap {
    guard let cutouts else {
      throw CommandFailure("cannot show thumbnails: give the cutout set with --cutouts")
    }
    let set = try CutoutSet(opening: cutouts)
    let places = set.places
    let ours = try scores.map { _ in try starScores() }
    let planes = ColourPlanes.usual(of: set)
    let chosen = ThumbnailMap.choice(x: map.x, y: map.y, cells: cells).compactMap { cell in
      places[ids[cell.index]].map { (cell: cell, place: $0) }
    }
    let tiles = chosen.map { ColourPlanes.tile($0.place, of: set, planes: planes) }
    let stretch = LuptonRGB(fitting: tiles.map { ($0.red, $0.green, $0.blue) })
    return ThumbnailMap(
      title: title, x: map.x, y: map.y, xLabel: map.labels.x, yLabel: map.labels.y, cells: cells,
      tiles: zip(chosen, tiles).map { chosen, tile in
        .init(
          row: chosen.cell.row, column: chosen.cell.column,
          picture: stretch.picture(
            red: tile.red, green: tile.green, blue: tile.blue, size: tile.size),
          frame: ours?.bySource[ids[chosen.cell.index]].map { $0 > 0.5 ? .orange : .skyBlue })
      },
      frames: ours.map {
        [("\($0.name) above 0.5", Colour.orange), ("below", Colour.skyBlue)]
      } ?? [])
  }

  /// The best score of every source, and its name.
  private func starScores() throws -> (bySource: [SourceIdentity: Double], name: String) {
    let table = try scoreTable()
    return (try table.numbersBySource(table.scoreColumn), table.scoreColumn.name)
  }

  private func scoreTable() throws -> SourceTable {
    guard let scores else {
      throw CommandFailure(
        "cannot colour by \(colour.rawValue): give the table of scores with --scores")
    }
    return try SourceTable(reading: scores, named: .scores, maker: "cluster")
  }

  private func numbers(of text: String) throws -> (Int, Int) {
    let parts = text.split(separator: ",").compactMap { Int($0) }
    guard parts.count == 2, parts.allSatisfy({ $0 > 0 && $0 < 1000 }) else {
      throw CommandFailure("cannot use --components \(text): give two numbers such as 1,2")
    }
    return (parts[0], parts[1])
  }
}
