internal import Charts
internal import Clusters
internal import Cutouts
internal import Foundation
internal import Tables
internal import Tensors

/// The codes in two dimensions, to be moved over: points in the colours of their score, with cutouts of some.
///
/// A light form of what galaxy-aep explore serves: ten thousand points at most, and a cutout a cell of a grid.
package struct CodeMapSection {
  /// What the page's script reads.
  struct Content: Encodable {
    /// Places from 0 to 1000 and the score from 0 to 100, −1 where there is none.
    var x, y, score: [Int]
    /// Numbers of the points that have a cutout, in the order of the sheet's cells.
    var shown: [Int]
    var names: [String]
    /// Pixels of a cutout and cells a row of the sheet.
    var side, columns: Int
    var sheet: String
  }

  private let content: Content
  private let score: String
  private let count: Int
  private static let most = 10_000
  /// Cells of the grid along each side.
  private static let cells = 22

  /// Nil where the table has no codes.
  init?(_ table: SourceTable, cutouts: String?, workers: Workers) throws {
    let count = table.table.rowCount
    guard table.has(.code), count > 2 else { return nil }
    let (width, codes) = try table.codes()
    guard width > 1 else { return nil }
    let rows = Array(stride(from: 0, to: count, by: (count + Self.most - 1) / Self.most))
    let scaled = try CodeScaling.standardised.scaled(
      Tensor(codes, shape: [count, width]), workers: workers)
    let places = try PCA(components: 2).fit(scaled, workers: workers).encode(
      scaled, workers: workers)
    let (x, y) = (rows.map { Double(places[$0, 0]) }, rows.map { Double(places[$0, 1]) })
    let scores = try table.score().values
    let (across, up) = (Self.thousandths(x), Self.thousandths(y))
    var content = Content(
      x: across, y: up,
      score: rows.map {
        scores[$0].isFinite ? Int(bounded: (min(max(scores[$0], 0), 1) * 100).rounded()) : -1
      }, shown: [],
      names: [], side: 0, columns: Self.cells, sheet: "")
    if let set = try cutouts.map({ try CutoutSet(opening: $0) }) {
      let identities = try table.identities()
      let known = set.places
      let chosen = ThumbnailMap.choice(
        x: across.map(Double.init), y: up.map(Double.init), cells: Self.cells
      )
      .compactMap { cell in known[identities[rows[cell.index]]].map { (cell.index, $0) } }
      content.shown = chosen.map(\.0)
      let ids = try table.texts(.id)
      content.names = chosen.map { ids[rows[$0.0]] }
      (content.side, content.sheet) = try Self.sheet(of: chosen.map(\.1), in: set)
    }
    self.content = content
    (score, self.count) = (table.scoreColumn.name, count)
  }

  /// Whole numbers from 0 to 1000 over the middle 99.6 %; what lies beyond stands at the edge.
  package static func thousandths(_ values: [Double]) -> [Int] {
    let sorted = values.filter(\.isFinite).sorted()
    guard let first = sorted.first, let last = sorted.last, last > first else {
      return values.map { _ in 500 }
    }
    let low = sorted[Int(bounded: 0.002 * Double(sorted.count - 1))]
    let high = max(
      sorted[Int(bounded: (0.998 * Double(sorted.count - 1)).rounded(.up))], low + 1e-12)
    return values.map {
      $0.isFinite ? Int(bounded: (min(max(($0 - low) / (high - low), 0), 1) * 1000).rounded()) : 0
    }
  }

  /// The middles of cutouts on one picture, a PNG in base64.
  private static func sheet(of places: [Int], in set: CutoutSet) throws -> (Int, String) {
    let planes = ColourPlanes.usual(of: set)
    let tiles = places.map { ColourPlanes.tile($0, of: set, planes: planes) }
    guard let size = tiles.first?.size else { return (0, "") }
    let stretch = LuptonRGB(fitting: tiles.map { ($0.red, $0.green, $0.blue) })
    let side = min(size, 32)
    let inset = (size - side) / 2
    var sheet = Picture(width: cells * side, height: (tiles.count + cells - 1) / cells * side)
    for (number, tile) in tiles.enumerated() {
      let picture = stretch.picture(red: tile.red, green: tile.green, blue: tile.blue, size: size)
      for row in 0..<side {
        let from = 3 * ((inset + row) * size + inset)
        let to = 3 * ((number / cells * side + row) * sheet.width + number % cells * side)
        sheet.bytes.replaceSubrange(to..<to + 3 * side, with: picture.bytes[from..<from + 3 * side])
      }
    }
    return (side, try sheet.encodedPNG(texts: []).base64EncodedString())
  }

  var html: String {
    let data = (try? Markup.json(content)) ?? "{}"
    let few =
      content.x.count < count ? "\(content.x.count) of \(count) sources" : "\(count) sources"
    return Markup.paragraph(
      "\(few) by the first two principal components of their codes; yellow is \(score) of one, dark blue of "
        + "none. Move over the map for cutouts; `galaxy-aep explore` shows all of it.")
        + """
        <div class="map"><canvas id="map-points" width="900" height="600" tabindex="0" role="img" \
        aria-label="map of the codes"></canvas><p id="map-words" class="soft">&nbsp;</p>\
        <div id="map-cutout" hidden></div></div>
        <script type="application/json" id="map-data">\(data)</script>

        """
  }
}
