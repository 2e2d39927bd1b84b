package import FITS

/// A column of a table of sources: its name, and what it says to whoever opens the file with another
/// program.
package struct SourceColumn: Sendable, Equatable {
  /// What a row holds: a text, yes or no, a whole number, a real one, or several real ones.
  package enum Kind: Sendable {
    case text, flag, whole, real, vector
  }

  package let name: String
  package let kind: Kind
  package var unit: String?
  package var ucd: String?
  package let description: String

  package init(
    _ name: String, _ kind: Kind, unit: String? = nil, ucd: String? = nil, _ description: String
  ) {
    (self.name, self.kind, self.unit, self.ucd) = (name, kind, unit, ucd)
    self.description = description
  }

  /// The column of these values, one a row (several of a vector).
  ///
  /// - Parameter description: what is to be said of them in place of the usual sentence.
  /// - Precondition: the values are of the column's kind.
  package func column(_ values: Column.Values, described description: String? = nil) -> Column {
    precondition(kind == Kind(of: values), "the column \(name) holds no such values")
    return Column(
      name: name, unit: unit, ucd: ucd, description: description ?? self.description,
      values: values)
  }
}

extension SourceColumn.Kind {
  package init(of values: Column.Values) {
    self =
      switch values {
      case .string: .text
      case .bool: .flag
      case .int16, .int32, .int64: .whole
      case .float, .double: .real
      case .integers, .floats, .doubles: .vector
      }
  }
}

extension Table {
  package subscript(column: SourceColumn) -> Column? { self[column.name] }
}
