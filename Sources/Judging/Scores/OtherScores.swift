internal import Catalogs
internal import Console
internal import FITS
internal import Files
internal import Foundation
internal import Sky
package import Tables

/// A score to be judged beside ours on the same sources: another table of this program, or a column
/// of another program's catalog.
package struct OtherScores {
  package let name: String
  package let path: String
  /// One for every row of the table it stands beside, higher for stars; NaN where it has none.
  package let values: [Double]

  /// - Parameters:
  ///   - text: `[NAME=]FILE[:COLUMN]`. Without a column FILE is a table of scores of the same
  ///     sources; with one, of such a table or of a catalog with positions. A minus before the
  ///     column: lower for stars, as SPREAD_MODEL always is.
  ///   - radius: the largest separation of a catalog's source and ours, in arcseconds.
  package init(_ text: String, beside table: SourceTable, radius: Double) throws {
    let words = Words(text)
    path = words.path
    if (try? FITSFile(reading: path).unit(named: TableName.scores.rawValue)) != nil {
      let other = try SourceTable(
        reading: path, named: .scores, maker: "cluster", columns: Measurement.judged)
      try other.requireSources(
        of: table, to: "judge another score beside it", otherwise: "give one of the same sources")
      let own = try words.column.map(other.numbers(named:)) ?? other.score().values
      values = own.map { words.sense * $0 }
      name = words.name ?? FileName.stem(of: path)
      return
    }
    guard let column = words.column else {
      throw CommandFailure(
        "cannot judge \(path) beside ours: it is no table of scores; name a column of the catalog, "
          + "as in \(path):SPREAD_MODEL")
    }
    let catalog = try ScoredCatalog(reading: path, column: column)
    Terminal.shared.note(catalog.remarks)
    let positions = zip(try table.numbers(.ra), try table.numbers(.dec))
      .map { SkyPosition(ra: $0, dec: $1) }
    var values = [Double](repeating: .nan, count: positions.count)
    for pair in SkyMatch.oneToOne(positions, catalog.positions, radius: radius) {
      values[pair.first] = words.sense * catalog.scores[pair.second]
    }
    guard values.contains(where: \.isFinite) else {
      throw CommandFailure(
        "cannot judge \(path) beside ours: none of its \(catalog.positions.count) sources lies within "
          + "\(radius)″ of ours; check that both show the same piece of sky, or widen --radius")
    }
    (self.values, name) = (values, words.name ?? column)
  }

  /// The file that `[NAME=]FILE[:COLUMN]` names.
  package static func path(_ text: String) -> String { Words(text).path }

  /// What the parts of `[NAME=]FILE[:[-]COLUMN]` are; a path may hold = and : if it is there.
  private struct Words {
    var (name, column): (String?, String?)
    var path: String
    var sense = 1.0

    init(_ text: String) {
      path = text
      func isThere() -> Bool { FileManager.default.fileExists(atPath: path) }
      if !isThere(), let equals = path.firstIndex(of: "="), equals > path.startIndex {
        name = String(path[..<equals])
        path = String(path[path.index(after: equals)...])
      }
      if !isThere(), let colon = path.lastIndex(of: ":") {
        column = String(path[path.index(after: colon)...])
        path = String(path[..<colon])
      }
      if column?.hasPrefix("-") == true {
        column?.removeFirst()
        sense = -1
      } else if column?.uppercased() == "SPREAD_MODEL" {
        sense = -1
      }
    }
  }
}

extension LabelledScores {
  /// The same with other scores among the baselines.
  package func adding(_ others: [OtherScores]) throws -> LabelledScores {
    var result = self
    for other in others {
      guard !result.baselines.contains(where: { $0.name == other.name }) else {
        throw CommandFailure(
          "cannot judge \(other.path) beside ours: another score is called \(other.name) already; "
            + "give it a name, as in NAME=\(other.path)")
      }
      result.baselines.append((other.name, column(other.values)))
    }
    return result
  }
}
