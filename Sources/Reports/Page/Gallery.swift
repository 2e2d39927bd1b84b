internal import Charts
internal import Clusters
internal import Console
package import Cutouts
internal import Foundation
internal import Labels
internal import Planes
package import Tables
internal import Tensors

/// The cutouts worth looking at: the hardest, those on which ours and the catalog disagree, blends,
/// and for comparison the surest.
package struct Gallery {
  /// One cutout as the page's script reads it.
  package struct Item: Encodable, Equatable {
    package var id, field: String
    package var ra = 0.0
    package var dec = 0.0
    package var magnitude, probability, concentration: Double?
    package var cluster: Int?
    /// "STAR" or "GALAXY" where a catalog says so.
    package var label: String?
    /// |P_STAR − label|: 1 where ours and the catalog contradict each other wholly.
    package var dispute: Double?
    package var flags: [String] = []
    package var groups: [String] = []
    /// A PNG in base64.
    package var picture = ""

    package init(id: String, field: String) {
      (self.id, self.field) = (id, field)
    }
  }

  /// A source before its picture is made.
  package struct Source {
    package var row: Int
    package var magnitude, probability: Double
    package var isStar: Bool?
    package var isBlend: Bool

    package init(
      row: Int, magnitude: Double, probability: Double, isStar: Bool? = nil, isBlend: Bool = false
    ) {
      (self.row, self.magnitude, self.probability) = (row, magnitude, probability)
      (self.isStar, self.isBlend) = (isStar, isBlend)
    }

    package var dispute: Double? { isStar.map { abs(probability - ($0 ? 1 : 0)) } }
  }

  private struct Identity: Hashable {
    var id, field: String
    var ra, dec: Double
  }

  package static let groups: [(name: String, title: String)] = [
    ("disputed", "most disputed with the catalog"), ("hardest", "hardest (near one half)"),
    ("blends", "blends"), ("stars", "surest stars"), ("galaxies", "surest galaxies"),
  ]

  package let items: [Item]
  /// The column that is ours.
  package private(set) var score = SourceColumn.pStar.name

  package init(items: [Item]) {
    self.items = items
  }

  /// Rows of every group, at most `count` each (half as many of the surest).
  ///
  /// The hardest come from the brighter half of the sources: of the faint ones nearly all are hard.
  package static func choice(
    _ sources: [Source], count: Int
  ) -> [(row: Int, groups: [String])] {
    let scored = sources.filter { $0.probability.isFinite }
    let magnitudes = scored.map(\.magnitude).filter(\.isFinite).sorted()
    let middle = magnitudes.isEmpty ? .infinity : magnitudes[magnitudes.count / 2]
    let bright = scored.filter { $0.magnitude <= middle }
    func first(_ sources: [Source], _ count: Int, by key: (Source) -> Double) -> [Source] {
      Array(sources.sorted { (key($0), $0.row) < (key($1), $1.row) }.prefix(count))
    }
    let chosen: [String: [Source]] = [
      "disputed": first(
        scored.filter { ($0.dispute ?? 0) > 0.5 }, count, by: { -($0.dispute ?? 0) }),
      "hardest": first(bright, count, by: { abs($0.probability - 0.5) }),
      "blends": first(scored.filter(\.isBlend), count, by: \.magnitude),
      "stars": first(bright, count / 2, by: { -$0.probability }),
      "galaxies": first(bright, count / 2, by: \.probability),
    ]
    var byRow: [Int: [String]] = [:]
    for group in groups {
      for source in chosen[group.name] ?? [] { byRow[source.row, default: []].append(group.name) }
    }
    return byRow.map { (row: $0.key, groups: $0.value) }.sorted { $0.row < $1.row }
  }

  /// The gallery of a table of scores and the cutouts they belong to.
  ///
  /// - Parameter classes: of the table's rows, true for a star; nil where unknown.
  package init(_ table: SourceTable, of set: CutoutSet, classes: [Bool?], count: Int) throws {
    let ids = try table.texts(.id)
    let flags = try table.numbers(.flags).map { CutoutFlags(rawValue: Int32(bounded: $0)) }
    let (ra, dec) = (try table.numbers(.ra), try table.numbers(.dec))
    let (magnitudes, scores) = (try table.numbers(.magnitude), try table.score().values)
    score = table.scoreColumn.name
    let fields = try table.texts(.field)
    let concentration = try? table.numbers(Measurement.concentration.column)
    let clusters = try? table.numbers(.cluster)
    let sources = ids.indices.map { row in
      Source(
        row: row, magnitude: magnitudes[row], probability: scores[row],
        isStar: classes[row], isBlend: flags[row].contains(.blended))
    }
    // Names may come again in another set or field; a source is its name, field and position.
    let places = Dictionary(
      set.records.enumerated().map {
        (Identity(id: $1.id, field: $1.field, ra: $1.ra, dec: $1.dec), $0)
      }
    ) { first, _ in first }
    let rows = ids.indices.map {
      places[Identity(id: ids[$0], field: fields[$0], ra: ra[$0], dec: dec[$0])]
    }
    let chosen = Self.choice(sources, count: count).filter { rows[$0.row] != nil }
    let colours = ColourPlanes.usual(of: set)
    let tiles = chosen.map { choice in
      ColourPlanes.tile(rows[choice.row] ?? 0, of: set, planes: colours)
    }
    let stretch = LuptonRGB(fitting: tiles.map { ($0.red, $0.green, $0.blue) })
    items = try zip(chosen, tiles).map { choice, tile in
      let row = choice.row
      let picture = stretch.picture(
        red: tile.red, green: tile.green, blue: tile.blue, size: tile.size)
      var item = Item(id: VisibleText.plain(ids[row]), field: VisibleText.plain(fields[row]))
      (item.ra, item.dec) = (ra[row], dec[row])
      item.magnitude = finite(magnitudes[row])
      item.probability = finite(scores[row])
      item.concentration = concentration.flatMap { finite($0[row]) }
      item.cluster = clusters.flatMap { Int(exactly: $0[row]) }
      item.label = classes[row].map { ($0 ? SourceClass.star : .galaxy).rawValue }
      item.dispute = sources[row].dispute.flatMap(finite)
      item.flags = CutoutFlags.meanings.filter { flags[row].contains($0.flag) }.map(\.meaning)
      item.groups = choice.groups
      item.picture = try picture.encodedPNG(texts: []).base64EncodedString()
      return item
    }
  }
}

/// The number where it is one, rounded to what a page needs.
private func finite(_ value: Double) -> Double? {
  value.isFinite ? (value * 1e4).rounded() / 1e4 : nil
}
