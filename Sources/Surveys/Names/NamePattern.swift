/// A pattern of names: `*` (anything), `?` (one character), `[0-9]` (one of them), and the parts
/// `{band}` and `{field}`, which are told apart.
///
/// `{field}` is anything, as short as can be, and may stand more than once: its pieces are joined by hyphens. `{band}`
/// is letters and digits, not digits alone. Everything else stands for itself, upper and lower case alike.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
  /// What the parts of a name that fits say.
  public struct Match: Sendable, Equatable {
    public internal(set) var band: String?
    public internal(set) var field: String?
  }

  public let description: String
  private let pieces: [Piece]

  private enum Piece: Hashable {
    case text(Character)
    case any
    case one
    case oneOf([ClosedRange<Character>])
    case band
    case field
  }

  /// nil for a bracket or brace that is not closed, or a part that is not known.
  public init?(_ text: String) {
    description = text
    var pieces: [Piece] = []
    var rest = text[...]
    while let character = rest.popFirst() {
      switch character {
      case "*": pieces.append(.any)
      case "?": pieces.append(.one)
      case "[":
        guard let end = rest.firstIndex(of: "]"), let set = Self.ranges(rest[..<end]) else {
          return nil
        }
        pieces.append(.oneOf(set))
        rest = rest[rest.index(after: end)...]
      case "{":
        guard let end = rest.firstIndex(of: "}") else { return nil }
        switch rest[..<end] {
        case "band": pieces.append(.band)
        case "field": pieces.append(.field)
        default: return nil
        }
        rest = rest[rest.index(after: end)...]
      default: pieces.append(.text(character))
      }
    }
    self.pieces = pieces
  }

  private static func ranges(_ text: Substring) -> [ClosedRange<Character>]? {
    var (ranges, rest): ([ClosedRange<Character>], Substring) = ([], text)
    while let first = rest.popFirst() {
      guard rest.first == "-", let last = rest.dropFirst().first else {
        ranges.append(first...first)
        continue
      }
      guard first <= last else { return nil }
      ranges.append(first...last)
      rest = rest.dropFirst(2)
    }
    return ranges.isEmpty ? nil : ranges
  }

  /// What a name says, or nil where it does not fit. In time of pieces × length² at most.
  public func match(_ name: String) -> Match? {
    var search = Search(pieces: pieces, name: Array(name))
    guard search.fits(0, 0) else { return nil }
    return search.match
  }

  /// Tries the pieces in order, short parts first; what failed once is not tried again.
  private struct Search {
    let pieces: [Piece]
    let name: [Character]
    private var failed: Set<Int> = []
    /// For every piece the part of the name that it took.
    private var taken: [Range<Int>]

    init(pieces: [Piece], name: [Character]) {
      (self.pieces, self.name) = (pieces, name)
      taken = Array(repeating: 0..<0, count: pieces.count)
    }

    mutating func fits(_ piece: Int, _ place: Int) -> Bool {
      guard piece < pieces.count else { return place == name.count }
      let key = piece * (name.count + 1) + place
      guard !failed.contains(key) else { return false }
      for end in ends(of: pieces[piece], from: place) where fits(piece + 1, end) {
        taken[piece] = place..<end
        return true
      }
      failed.insert(key)
      return false
    }

    private func ends(of piece: Piece, from place: Int) -> Range<Int> {
      let next = place + 1..<place + 2
      let none = 0..<0
      switch piece {
      case .any: return place..<name.count + 1
      case .field: return place < name.count ? place + 1..<name.count + 1 : none
      case .band:
        let word = name[place...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        // The number of an exposure is no band.
        guard let letter = word.firstIndex(where: \.isLetter) else { return none }
        return letter + 1..<word.endIndex + 1
      case .one: return place < name.count ? next : none
      case .text(let character):
        return place < name.count && name[place].lowercased() == character.lowercased()
          ? next : none
      case .oneOf(let ranges):
        return place < name.count && ranges.contains { $0.contains(name[place]) } ? next : none
      }
    }

    var match: Match {
      func parts(_ piece: Piece) -> [String] {
        pieces.indices.filter { pieces[$0] == piece }.map { String(name[taken[$0]]) }
      }
      let fields = parts(.field)
      return Match(
        band: parts(.band).first, field: fields.isEmpty ? nil : fields.joined(separator: "-"))
    }
  }
}
