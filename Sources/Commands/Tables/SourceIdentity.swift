internal import Cutouts

/// Which source a row is about: names are unique in their field, and may come again in another.
struct SourceIdentity: Hashable, Sendable {
  let field: String
  let id: String
}

extension CutoutRecord {
  var identity: SourceIdentity { SourceIdentity(field: field, id: id) }
}

extension CutoutSet {
  /// Where every source's cutout lies in the set.
  var places: [SourceIdentity: Int] {
    Dictionary(records.enumerated().map { ($1.identity, $0) }) { first, _ in first }
  }
}

extension SourceTable {
  /// Which sources the rows are about.
  func identities() throws -> [SourceIdentity] {
    zip(try texts(.field), try texts(.id)).map { SourceIdentity(field: $0, id: $1) }
  }

  /// A column of numbers by the sources.
  func numbersBySource(_ column: SourceColumn) throws -> [SourceIdentity: Double] {
    Dictionary(zip(try identities(), try numbers(column))) { first, _ in first }
  }
}
