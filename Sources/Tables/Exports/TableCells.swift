internal import Console
package import FITS
internal import Foundation

extension Table {
  /// The table of some of its rows.
  package func rows(_ rows: [Int]) -> Table {
    Table(
      columns.map { column in
        var copy = column
        copy.values = column.values.rows(rows)
        return copy
      })
  }
}

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
  package func rows(_ rows: [Int]) -> Column.Values {
    func picked<Value>(_ values: [Value], _ width: Int = 1) -> [Value] {
      rows.flatMap { values[$0 * width..<($0 + 1) * width] }
    }
    return switch self {
    case .bool(let values): .bool(picked(values))
    case .int16(let values): .int16(picked(values))
    case .int32(let values): .int32(picked(values))
    case .int64(let values): .int64(picked(values))
    case .float(let values): .float(picked(values))
    case .double(let values): .double(picked(values))
    case .string(let values): .string(picked(values))
    case .integers(let width, let values): .integers(width: width, picked(values, width))
    case .floats(let width, let values): .floats(width: width, picked(values, width))
    case .doubles(let width, let values): .doubles(width: width, picked(values, width))
    }
  }

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
