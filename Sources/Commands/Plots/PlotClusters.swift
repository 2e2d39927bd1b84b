internal import ArgumentParser
internal import Charts
internal import Clusters
internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Reports
internal import Tables
internal import Tensors

/// `galaxy-aep plot clusters CODES CUTOUTS --scores SCORES`: what some clusters hold.
struct PlotClusters: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "clusters",
    abstract: "Members of some clusters: nearest the centre, most uncertain, at the rim.",
    discussion: """
      Every cluster is a row. Distances are between standardised codes.

      Example: galaxy-aep plot clusters codes.fits cutouts --scores clusters.fits --out clusters.png
      """)

  @Argument(help: "A table of codes, as `galaxy-aep encode` writes it.", completion: .of(.codes))
  var codes: String

  @Argument(help: "The cutout set that was encoded.", completion: .of(.cutouts))
  var cutouts: String

  @Option(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .of(.scores))
  var scores: String

  @Option(
    "The clusters, separated by commas. Default: the largest.",
    each: 0...100_000, such: "numbers such as 0,7")
  var clusters: String?

  @Option(
    "How many of the largest clusters.",
    in: 1...50)
  var count = 8

  @OptionGroup var figure: FigureOptions
  @OptionGroup var work: WorkOptions

  private static let (central, uncertain, rim) = (4, 3, 3)

  var reads: [Artifact] {
    [Artifact(.scores, scores), Artifact(.codes, codes), Artifact(.cutouts, cutouts)]
  }

  func run() throws {
    let table = try SourceTable(reading: codes, named: .codes, maker: "encode")
    let judged = try SourceTable(reading: scores, named: .scores, maker: "cluster")
    let set = try CutoutSet(opening: cutouts)
    let (ids, places) = (try table.identities(), set.places)
    let own = Dictionary(
      zip(try judged.identities(), zip(try judged.numbers(.cluster), try judged.score().values))
    ) { first, _ in first }
    let (width, values) = try table.codes()
    let scaled = try CodeScaling.standardised.scaled(
      Tensor(values, shape: [ids.count, width]), workers: work.workers)
    let members = Dictionary(
      grouping: ids.indices.filter { own[ids[$0]] != nil && places[ids[$0]] != nil }
    ) { Int(bounded: own[ids[$0]]?.0 ?? -1) }
    let planes = ColourPlanes.usual(of: set)
    var (tiles, names): ([CutoutMosaic.Cutout], [String]) = ([], [])
    for cluster in try chosen(among: members) {
      let inside = members[cluster] ?? []
      names.append("cluster \(cluster)\n\(counted(inside.count, "source"))")
      for row in Self.shown(inside, scaled, score: { own[ids[$0]]?.1 ?? .nan }) {
        guard let row else {
          tiles.append(Self.blank(set.size))
          continue
        }
        let score = own[ids[row]]?.1 ?? .nan
        tiles.append(
          ColourPlanes.tile(
            places[ids[row]] ?? 0, of: set, planes: planes,
            caption: ["P \(String(format: "%.2f", score))"], frame: score > 0.5 ? .orange : .skyBlue
          ))
      }
    }
    var chart = CutoutMosaic(
      title: figure.title ?? "Members of clusters, a row each", cutouts: tiles,
      columns: Self.central + Self.uncertain + Self.rim, tile: 104,
      frames: [("\(judged.scoreColumn.name) above 0.5", .orange), ("below", .skyBlue)])
    chart.rowNames = names
    chart.headings = [
      ("nearest the centre", Self.central), ("most uncertain", Self.uncertain),
      ("at the rim", Self.rim),
    ]
    try figure.write(chart)
  }

  private func chosen(among members: [Int: [Int]]) throws -> [Int] {
    guard let clusters else {
      return Array(
        members.keys.sorted {
          (-(members[$0]?.count ?? 0), $0) < (-(members[$1]?.count ?? 0), $1)
        }.prefix(count))
    }
    return try clusters.split(separator: ",").map { word in
      guard let cluster = Int(word), members[cluster] != nil else {
        throw CommandFailure(
          "cannot show cluster \(word): \(scores) has none of that number with cutouts")
      }
      return cluster
    }
  }

  /// Each of the rows once: the nearest to the mean, the most uncertain, the farthest; nil in places that a small
  /// cluster leaves free.
  private static func shown(
    _ rows: [Int], _ codes: Tensor, score: (Int) -> Double
  ) -> [Int?] {
    let width = codes.stride
    let distances = codes.withUnsafeValues { values in
      let mean = (0..<width).map { column in
        rows.reduce(0) { $0 + values[$1 * width + column] } / Float(max(rows.count, 1))
      }
      return rows.map { row in
        (0..<width).reduce(Float(0)) { sum, column in
          let difference = values[row * width + column] - mean[column]
          return sum + difference * difference
        }
      }
    }
    let ranked = rows.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.map { rows[$0] }
    let centre = ranked.prefix(central)
    let edge = ranked.dropFirst(central).suffix(rim)
    let rest = ranked.dropFirst(central).dropLast(edge.count)
      .sorted { (abs(score($0) - 0.5), $0) < (abs(score($1) - 0.5), $1) }.prefix(uncertain)
    return [(Array(centre), central), (Array(rest), uncertain), (Array(edge), rim)].flatMap {
      rows, places in rows.map(Optional.some) + Array(repeating: nil, count: places - rows.count)
    }
  }

  private static func blank(_ size: Int) -> CutoutMosaic.Cutout {
    let plane = [Float](repeating: .nan, count: size * size)
    return CutoutMosaic.Cutout(red: plane, green: plane, blue: plane, size: size)
  }
}
