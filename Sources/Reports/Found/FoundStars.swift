internal import Console
internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Pipelines

/// Artificial stars that were put into the frames of a run, and how many of them were found again.
package struct FoundStars {
  package struct Row: Equatable {
    package var field: String
    package var injected, found: Int

    package init(field: String, injected: Int, found: Int) {
      (self.field, self.injected, self.found) = (field, injected, found)
    }
  }

  /// By field, over all sets of a run; fields whose files do not say how many were put in are left out.
  package let rows: [Row]

  package init(rows: [Row]) {
    self.rows = Dictionary(grouping: rows, by: \.field).sorted { $0.key < $1.key }.map {
      field, rows in
      Row(
        field: field, injected: rows.reduce(0) { $0 + $1.injected },
        found: rows.reduce(0) { $0 + $1.found })
    }
  }

  /// What the sets say that the run's steps wrote.
  init(in run: RunFolder) {
    typealias Key = CutoutShard.Key
    let sets = Set(
      (run.manifest?.steps ?? []).flatMap(\.writes).filter { $0.kind == .cutouts }.map(\.path))
    let files = sets.sorted().flatMap { set in
      let folder = run.path(set)
      return ((try? Folder.names(in: folder)) ?? []).filter { $0.hasSuffix(".fits") }.sorted()
        .map { "\(folder)/\($0)" }
    }
    self.init(
      rows: files.compactMap { path in
        // The first of a field's files has the counts of all.
        guard let file = try? FITSFile(reading: path), let header = try? file.header(of: 0),
          header.int(Key.part) ?? 1 == 1, let injected = header.int(Key.injected), injected > 0,
          let field = header.string(Key.field)
        else { return nil }
        return Row(field: field, injected: injected, found: header.int(Key.artificial) ?? 0)
      })
  }

  package var html: String {
    guard !rows.isEmpty else { return "" }
    let all = Row(
      field: "all fields", injected: rows.reduce(0) { $0 + $1.injected },
      found: rows.reduce(0) { $0 + $1.found })
    let shown = rows.count > 1 ? rows.prefix(Self.most) + [all] : rows.prefix(Self.most)
    let cells = shown.map { row in
      [
        Markup.escaped(row.field), "\(row.injected)", "\(row.found)",
        share(Double(row.found) / Double(row.injected)),
      ]
    }
    return "<h3>Artificial stars</h3>\n"
      + Markup.paragraph(
        "Copies of a field's own stars, dimmed and put into its frames: how many were found where nothing "
          + "was before. A field that finds fewer than the others has lost real sources too.")
      + Markup.table(["field", "put in", "found", "share"], cells)
  }

  private static let most = 40
}
