internal import Console
package import FITS
internal import Foundation

extension Table {
  /// The rows of some fields.
  ///
  /// - Parameter path: named in errors.
  package func rows(of fields: [String], in path: String) throws -> Table {
    guard case .string(let names)? = self[.field]?.values else {
      throw CommandFailure("cannot choose fields of \(path): it has no column FIELD")
    }
    for field in fields where !names.contains(field) {
      throw CommandFailure(
        "cannot choose the field \(field) of \(path): it has no source there"
          + Suggestion.text(for: field, among: names))
    }
    return rows(names.indices.filter { fields.contains(names[$0]) })
  }
}

extension Column.Values {
  /// The numbers or the text of one row, each with all the digits that tell it from its neighbours;
  /// nil where there is no number.
  package func cells(_ row: Int) -> [String?] {
    func real(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> String? {
      value.isFinite ? value.description : nil
    }
    return switch self {
    case .bool(let values): [values[row] ? "true" : "false"]
    case .int16(let values): [String(values[row])]
    case .int32(let values): [String(values[row])]
    case .int64(let values): [String(values[row])]
    case .float(let values): [real(values[row])]
    case .double(let values): [real(values[row])]
    case .string(let values): [values[row]]
    case .integers(let width, let values):
      values[row * width..<(row + 1) * width].map { String($0) }
    case .floats(let width, let values): values[row * width..<(row + 1) * width].map(real)
    case .doubles(let width, let values): values[row * width..<(row + 1) * width].map(real)
    }
  }
}
