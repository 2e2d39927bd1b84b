internal import Console
internal import FITS
package import Files
internal import Foundation
internal import Tables
package import Tensors

/// Answers what the page asks of a run. No path of a request ever becomes a path on disk: there are a few
/// fixed addresses, and numbers in them.
package actor Explorer {
  private let run: ExploredRun
  private var labels: GivenLabels
  private let door: Doorkeeper
  private let provenance: Provenance

  /// What is not there and why, for the terminal.
  package nonisolated let notes: [String]
  package nonisolated let count: Int
  package nonisolated var address: String { door.address }
  /// The largest body that a request may have: a selection of a million rows.
  package static let mostBytes = 8 << 20

  /// - Parameter labels: the catalog that labels are kept in; nil keeps none.
  package init(
    of folder: String, labels path: String?, door: Doorkeeper, provenance: Provenance,
    workers: Workers
  ) throws {
    run = try ExploredRun(folder, workers: workers)
    labels = try GivenLabels(of: run.sources, in: path)
    (self.door, self.provenance) = (door, provenance)
    (notes, count) = (run.notes, run.count)
  }

  /// Selections that other programs may fetch, by the words in their addresses, the oldest first.
  private var lent: [(word: String, table: Data)] = []
  private static let mostLent = 8

  package func answer(_ request: ExplorerRequest) -> ExplorerAnswer {
    if let word = door.lentWord(of: request), let loan = lent.first(where: { $0.word == word }) {
      return ExplorerAnswer(type: "application/x-votable+xml", loan.table)
    }
    switch door.path(of: request) {
    case .failure(let refusal): return .refusal(refusal.status, refusal.sentence)
    case .success(let path):
      do {
        return try answer(request, at: path.split(separator: "/").map(String.init), path)
      } catch {
        return .refusal(500, "\(error)")
      }
    }
  }

  private func answer(
    _ request: ExplorerRequest, at parts: [String], _ path: String
  ) throws -> ExplorerAnswer {
    let nothing = ExplorerAnswer.refusal(404, "there is nothing of that name here")
    if request.method == "POST" {
      switch path {
      case "label": return try label(request.body)
      case "lend": return try lend(request.body)
      case "export": return try export(request.body, as: request.query["format"] ?? "csv")
      default: return nothing
      }
    }
    guard request.method == "GET" else { return .refusal(405, "only GET and POST are answered") }
    switch path {
    case "", "explorer.html":
      return page(PackageResources.explorer_html, "text/html; charset=utf-8")
    case "explorer.css": return page(PackageResources.explorer_css, "text/css; charset=utf-8")
    case "samp.js": return page(PackageResources.samp_js, "text/javascript; charset=utf-8")
    case "explorer.js": return page(PackageResources.explorer_js, "text/javascript; charset=utf-8")
    case "meta.json": return try .json(facts)
    case "labels.csv":
      return ExplorerAnswer(type: "text/csv; charset=utf-8", Data(labels.text.utf8))
    case "find": return try .json(run.find(request.query["q"] ?? ""))
    default: break
    }
    guard parts.count == 2, path == parts.joined(separator: "/"), let number = Int(parts[1]),
      number >= 0
    else { return nothing }
    if parts[0] == "column" {
      guard run.columns.indices.contains(number) else { return nothing }
      let bytes = run.columns[number].values().withUnsafeBytes { Data($0) }
      return ExplorerAnswer(type: "application/octet-stream", bytes)
    }
    guard number < run.count else {
      return .refusal(404, "there is no row \(number): the table has \(run.count)")
    }
    func wanted(_ key: String, usual: Int?, below limit: Int) -> Int?? {
      guard let text = request.query[key] else { return .some(usual) }
      guard let value = Int(text), (0..<limit).contains(value) else { return nil }
      return .some(value)
    }
    switch parts[0] {
    case "row": return try .json(row(number))
    case "nearest":
      guard let count = wanted("count", usual: 13, below: 1001) ?? nil, count > 0 else {
        return .refusal(400, "count is a number from 1 to 1000")
      }
      guard let found = try run.nearest(to: number, count: count) else { return nothing }
      return try .json(Near(rows: found.rows, distances: found.distances))
    case "cutout", "seen":
      guard let pictures = run.pictures, let place = run.place(of: number) else {
        return .refusal(404, "row \(number) has no cutout")
      }
      if parts[0] == "seen" {
        guard let channel = wanted("channel", usual: 0, below: pictures.channels.count) ?? nil,
          let picture = try pictures.seen(place, channel: channel)
        else { return .refusal(404, "the network sees no such channel") }
        return ExplorerAnswer(type: "image/png", picture)
      }
      guard let band = wanted("band", usual: nil, below: pictures.set.bands.count) else {
        return .refusal(404, "the set has no such band")
      }
      return ExplorerAnswer(type: "image/png", try pictures.cutout(place, band: band))
    default: return nothing
    }
  }

  private func page(_ bytes: [UInt8], _ type: String) -> ExplorerAnswer {
    ExplorerAnswer(type: type, Data(bytes))
  }

  // MARK: What it says

  private struct Near: Encodable {
    var rows: [Int]
    var distances: [Float]
  }

  private struct Facts: Encodable {
    struct Column: Encodable {
      var name: String
      var unit, description: String?
      var kind: ExploredColumn.Kind
    }
    var name: String
    var rows: Int
    var score: String
    var columns: [Column]
    var layouts: [ExploredRun.Layout]
    var bands, channels: [String]
    var reference: String
    var hasCodes: Bool
    var labelsFile: String?
    var labels: [GivenLabels.Entry]
    var notes: [String]
  }

  private var facts: Facts {
    Facts(
      name: run.name, rows: run.count, score: run.table.scoreColumn.name,
      columns: run.columns.map {
        .init(name: $0.name, unit: $0.unit, description: $0.description, kind: $0.kind)
      },
      layouts: run.layouts, bands: run.pictures?.set.bands ?? [],
      channels: run.pictures?.channels ?? [], reference: run.pictures?.set.referenceBand ?? "",
      hasCodes: run.table.has(.code), labelsFile: labels.path, labels: labels.entries,
      notes: run.notes)
  }

  private struct Row: Encodable {
    struct Cell: Encodable {
      var name, text: String
      var unit, description: String?
    }
    var id, field: String
    var ra, dec: Double?
    var label: String?
    var cells: [Cell]
  }

  private func row(_ row: Int) -> Row {
    let source = run.sources[row]
    let cells = run.table.table.columns.filter { !$0.values.isWide }.map { column in
      let text = column.values.cells(row).first.flatMap { $0 } ?? "–"
      return Row.Cell(
        name: column.name, text: VisibleText.plain(text), unit: column.unit,
        description: column.description)
    }
    return Row(
      id: VisibleText.plain(source.id), field: VisibleText.plain(run.fields[row]),
      ra: source.ra.isFinite ? source.ra : nil, dec: source.dec.isFinite ? source.dec : nil,
      label: labels[row], cells: cells)
  }

  // MARK: What it is told

  private struct Wish: Decodable {
    var rows: [Int]
    var label: String?
  }

  private func label(_ body: Data) throws -> ExplorerAnswer {
    guard let wish = try? JSONDecoder().decode(Wish.self, from: body),
      wish.rows.allSatisfy({ (0..<run.count).contains($0) })
    else { return .refusal(400, "a label is given to rows of the table") }
    let word = wish.label.map { GivenLabels.word($0) }
    if let word, word == nil {
      return .refusal(
        400, "a label begins with a letter and has letters, digits, blanks, - and _, at most 40")
    }
    try labels.give(word ?? nil, to: wish.rows)
    return try .json(labels.entries)
  }

  /// A table of some sources at an address of its own, for programs that SAMP tells of it.
  private func lend(_ body: Data) throws -> ExplorerAnswer {
    struct Loan: Encodable { var url: String }
    let table = try export(body, as: "vot")
    guard table.status == 200 else { return table }
    let word = Doorkeeper.randomToken()
    lent = (lent + [(word, table.body)]).suffix(Self.mostLent)
    return try .json(Loan(url: door.lentAddress(word)))
  }

  /// - Parameter body: rows as 32-bit numbers, little-endian.
  private func export(_ body: Data, as format: String) throws -> ExplorerAnswer {
    let bytes = [UInt8](body)
    let rows = stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { start in
      (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
    }
    guard bytes.count.isMultiple(of: 4), !rows.isEmpty,
      rows.allSatisfy({ (0..<run.count).contains($0) })
    else { return .refusal(400, "a selection is some rows of the table") }
    let chosen = run.table.table.rows(rows)
    switch format {
    case "csv":
      return ExplorerAnswer(type: "text/csv; charset=utf-8", Data(CSVText.document(chosen).utf8))
    case "reg":
      let text = try RegionText.document(chosen, of: run.table.path, provenance: provenance)
      return ExplorerAnswer(type: "text/plain; charset=utf-8", Data(text.utf8))
    case "vot":
      let text = VOTableText.document(chosen, name: "selection", provenance: provenance)
      return ExplorerAnswer(type: "application/x-votable+xml", Data(text.utf8))
    default: return .refusal(400, "a selection is written as csv, reg or vot")
    }
  }
}
