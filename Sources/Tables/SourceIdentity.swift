package import Cutouts

/// Which source a row is about: names are unique in their field, and may come again in another.
package struct SourceIdentity: Hashable, Sendable {
  package let field: String
  package let id: String
}

extension CutoutRecord {
  package var identity: SourceIdentity { SourceIdentity(field: field, id: id) }
}

extension CutoutSet {
  /// Where every source's cutout lies in the set.
  package var places: [SourceIdentity: Int] {
    Dictionary(records.enumerated().map { ($1.identity, $0) }) { first, _ in first }
  }
}

extension SourceTable {
  /// Which sources the rows are about.
  package func identities() throws -> [SourceIdentity] {
    zip(try texts(.field), try texts(.id)).map { SourceIdentity(field: $0, id: $1) }
  }

  /// A column of numbers by the sources.
  package func numbersBySource(_ column: SourceColumn) throws -> [SourceIdentity: Double] {
    Dictionary(zip(try identities(), try numbers(column))) { first, _ in first }
  }
}
