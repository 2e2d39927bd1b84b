internal import FITS
internal import Foundation
internal import Tables

/// A column of numbers that the page can lay sources out by, or colour them with.
struct ExploredColumn {
  enum Kind: String, Encodable {
    case number, group
    /// 1 a star, 0 a galaxy, NaN where no label says.
    case `class`
  }

  var name: String
  var unit: String?
  var description: String?
  var kind = Kind.number
  var values: @Sendable () -> [Float]

  /// Every column of a table that holds one number a row, and a colour of each two neighbouring bands.
  static func all(of table: SourceTable) -> [ExploredColumn] {
    let own = table.table.columns.compactMap { column -> ExploredColumn? in
      guard !column.values.isWide, column.values.width == 1, column.strings == nil else {
        return nil
      }
      guard let doubles = column.doubles ?? column.bools.map({ $0.map { $0 ? 1 : 0 } }) else {
        return nil
      }
      let floats = doubles.map { Float($0) }
      return ExploredColumn(
        name: column.name, unit: column.unit, description: column.description,
        kind: column.name == SourceColumn.cluster.name ? .group : .number, values: { floats })
    }
    let bands = table.magnitudeBands
    let magnitudes = bands.compactMap { band in
      own.first { $0.name == SourceColumn.magnitude(in: band).name }
    }
    let colours = zip(zip(magnitudes, magnitudes.dropFirst()), zip(bands, bands.dropFirst())).map {
      pair, names in
      let (blue, red) = pair
      let (first, second) = (blue.values, red.values)
      return ExploredColumn(
        name: "\(names.0) - \(names.1)", unit: "mag",
        description: "Colour: \(blue.name) minus \(red.name)",
        values: { zip(first(), second()).map { $0 - $1 } })
    }
    return own + colours
  }
}
