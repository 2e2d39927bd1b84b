internal import Console
internal import Foundation

/// A value of a file as other programs take it: numbers as numbers, lists as lists.
package enum Datum: Codable, Equatable {
  case text(String), whole(Int), number(Double), flag(Bool), list([Datum])
  case object([String: Datum])

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let value): try container.encode(value)
    case .whole(let value): try container.encode(value)
    // JSON has neither NaN nor infinity.
    case .number(let value) where !value.isFinite: try container.encodeNil()
    case .number(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }

  package static func texts(_ values: [String]) -> Datum { .list(values.map(Datum.text)) }

  package static func wholes(_ values: [Int]) -> Datum { .list(values.map(Datum.whole)) }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self =
      if let value = try? container.decode(Bool.self) {
        .flag(value)
      } else if let value = try? container.decode(Int.self) {
        .whole(value)
      } else if let value = try? container.decode(Double.self) {
        .number(value)
      } else if let value = try? container.decode([Datum].self) {
        .list(value)
      } else if let value = try? container.decode([String: Datum].self) { .object(value) } else {
        .text(try container.decode(String.self))
      }
  }

  /// What was kept as text: a number or JSON, where it is either.
  package init(reading text: String) {
    self = (try? JSONDecoder().decode(Datum.self, from: Data(text.utf8))) ?? .text(text)
  }
}

extension [FileFacts.Fact] {
  /// Facts that are words alone, by their names.
  package var asTexts: [String: Datum] {
    Dictionary(map { ($0.name.lowercased(), Datum.text($0.value)) }) { first, _ in first }
  }
}
