internal import Clusters
internal import Console
internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Judging
internal import Reports
internal import Sky
internal import Tables
internal import Tensors

/// A run laid open: one row a source of its table of scores, what can be drawn of it, and its pictures.
final class ExploredRun {
  /// Two columns that are worth a look together.
  struct Layout: Encodable {
    var title, x, y: String
  }

  let name: String
  let table: SourceTable
  let columns: [ExploredColumn]
  let layouts: [Layout]
  let sources: [GivenLabels.Source]
  let fields: [String]
  let pictures: ExploredPictures?
  /// What is not there and why.
  let notes: [String]
  private let places: [Int?]
  private let codes: CodeSpace?

  init(_ folder: String, workers: Workers) throws {
    let run = try RunFolder(folder)
    guard let path = run.scores else {
      throw CommandFailure(
        "cannot explore \(folder): it holds no table of scores; `galaxy-aep cluster` makes one")
    }
    var notes: [String] = []
    let table = try SourceTable(reading: path, named: .scores, maker: "cluster")
    (self.table, name) = (table, run.name)
    let ids = try table.texts(.id)
    let (ra, dec) = (try table.numbers(.ra), try table.numbers(.dec))
    sources = ids.indices.map { .init(id: ids[$0], ra: ra[$0], dec: dec[$0]) }
    fields = try table.texts(.field)
    var columns = ExploredColumn.all(of: table)
    var layouts: [Layout] = []
    func add(_ title: String, _ names: (String, String)) {
      let known = Set(columns.map(\.name))
      guard known.contains(names.0), known.contains(names.1) else { return }
      layouts.append(Layout(title: title, x: names.0, y: names.1))
    }

    if table.has(.code) {
      let (width, values) = try table.codes()
      let tensor = Tensor(values, shape: [ids.count, width])
      let space = try CodeSpace(tensor, workers: workers)
      codes = space
      let count = min(2, width, ids.count)
      let scaled = try CodeScaling.standardised.scaled(tensor, workers: workers)
      let model = try PCA(components: count).fit(scaled, workers: workers)
      let found = try model.encode(scaled, workers: workers)
      for direction in 0..<count {
        let values = (0..<ids.count).map { found[$0, direction] }
        let percent = Int(exactly: (model.explained[direction] * 100).rounded()) ?? 0
        columns.append(
          ExploredColumn(
            name: "component \(direction + 1)",
            description: "Principal component of the codes, \(percent) % of their variance",
            values: { values }))
      }
      let ranks = Self.outlierRanks(of: space.codes)
      columns.append(
        ExploredColumn(
          name: "outlier rank",
          description: "1 is the farthest from the mean of all in whitened code space",
          values: { ranks }))
      add("components of the codes", ("component 1", "component 2"))
    } else {
      codes = nil
      notes.append("the table has no codes: no components and no neighbours")
    }
    for embedded in Self.embeddings(in: folder, of: table) {
      let title = "embedding \(embedded.name)"
      for (axis, values) in [embedded.x, embedded.y].enumerated() {
        columns.append(
          ExploredColumn(
            name: "\(title) \(axis + 1)",
            description: "Place in the two dimensions of \(embedded.name)",
            values: { values }))
      }
      add("neighbours (\(embedded.name))", ("\(title) 1", "\(title) 2"))
    }
    add(
      "size against magnitude", (SourceColumn.magnitude.name, SourceColumn.halfLightArcseconds.name)
    )
    add(
      "compactness against magnitude",
      (SourceColumn.stackMagnitude.name, SourceColumn.compactness.name))
    let hues = columns.filter { $0.name.contains(" - ") }
    for (first, second) in zip(hues, hues.dropFirst()) {
      add("\(second.name) against \(first.name)", (first.name, second.name))
    }
    add("the sky", (SourceColumn.ra.name, SourceColumn.dec.name))

    if let labels = run.labels {
      let judged = try labels.ofAllMagnitudes.match(table)
      var classes = [Float](repeating: .nan, count: ids.count)
      for (label, row) in judged.rows.enumerated() {
        if let row { classes[row] = judged.stars[label] ? 1 : 0 }
      }
      columns.append(
        ExploredColumn(
          name: "catalog class", description: "What the run was evaluated with", kind: .class,
          values: { [classes] in classes }))
    }
    let set = try run.cutouts.map { try CutoutSet(opening: $0) }
    pictures = set.map { ExploredPictures($0, model: run.model, workers: workers) }
    notes += [set == nil ? "the cutout set is not there: no pictures" : pictures?.note]
      .compactMap { $0 }
    let known = set?.places ?? [:]
    places = try table.identities().map { known[$0] }
    (self.columns, self.layouts, self.notes) = (columns, layouts, notes)
  }

  var count: Int { sources.count }

  /// Places in the order of distance from the origin, the farthest first, from 1.
  static func outlierRanks(of codes: Tensor) -> [Float] {
    let width = codes.shape[1]
    let squares = codes.withUnsafeValues { values in
      (0..<codes.shape[0]).map { row in
        (0..<width).reduce(Float(0)) { $0 + values[row * width + $1] * values[row * width + $1] }
      }
    }
    var ranks = [Float](repeating: 0, count: squares.count)
    let order = squares.indices.sorted { (-squares[$0], $0) < (-squares[$1], $1) }
    for (place, row) in order.enumerated() { ranks[row] = Float(place + 1) }
    return ranks
  }

  /// Where a row's cutout lies in the set.
  func place(of row: Int) -> Int? { places[row] }

  /// The nearest in whitened code space, exactly, the source itself first.
  func nearest(to row: Int, count: Int) throws -> (rows: [Int], distances: [Float])? {
    try codes?.nearest(to: row, count: count)
  }

  /// Rows by (part of) their name, at most fifty; or the one nearest to a position, within an arcminute.
  func find(_ text: String) -> [Int] {
    let words = text.split { " ,\t".contains($0) }.map(String.init)
    let wanted = text.lowercased()
    let exact = sources.indices.filter { sources[$0].id.lowercased() == wanted }
    if !exact.isEmpty { return Array(exact.prefix(50)) }
    if words.count == 2, let ra = Double(words[0]), let dec = Double(words[1]),
      abs(dec) <= 90, abs(ra) <= 360
    {
      let place = SkyPosition(ra: ra, dec: dec)
      let near = sources.indices.lazy.filter { abs(self.sources[$0].dec - dec) < 1.0 / 60 }.map {
        ($0, SkyPosition(ra: self.sources[$0].ra, dec: self.sources[$0].dec).separation(to: place))
      }.min { $0.1 < $1.1 }
      return near.map { $0.1 <= 60 ? [$0.0] : [] } ?? []
    }
    return Array(
      sources.indices.lazy.filter { self.sources[$0].id.lowercased().contains(wanted) }.prefix(50))
  }

  /// Tables of two numbers a source in the run's folder, of the same sources: what `embed --dimensions 2` makes.
  private static func embeddings(
    in folder: String, of table: SourceTable
  ) -> [(name: String, x: [Float], y: [Float])] {
    let names = ((try? Folder.names(in: folder)) ?? []).filter { $0.hasSuffix(".fits") }.sorted()
    return names.compactMap { name in
      guard
        let other = try? SourceTable(
          reading: folder == "." ? name : "\(folder)/\(name)", named: .codes, maker: "embed"),
        let codes = try? other.codes(), codes.width == 2,
        let own = try? table.identities(), let theirs = try? other.identities(), own == theirs
      else { return nil }
      let rows = codes.values.count / 2
      return (
        String(name.dropLast(5)), (0..<rows).map { codes.values[2 * $0] },
        (0..<rows).map { codes.values[2 * $0 + 1] }
      )
    }
  }
}
