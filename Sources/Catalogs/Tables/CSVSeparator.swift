/// What stands between the fields of a row.
enum CSVSeparator: Sendable, Equatable {
  case byte(UInt8)
  /// Any number of blanks and tabs.
  case blanks

  static let all: [CSVSeparator] = bytes.map(CSVSeparator.byte) + [.blanks]
  private static let bytes = ",\t;|".utf8.map { $0 }

  /// The first of comma, tab, semicolon and bar that occurs in a line, else the blanks between its
  /// words.
  init(of line: some Collection<UInt8>) {
    if let byte = Self.bytes.first(where: { line.contains($0) }) {
      self = .byte(byte)
    } else {
      let words = line.split { $0 == 0x20 || $0 == 0x0d }
      self = words.count > 1 ? .blanks : .byte(UInt8(ascii: ","))
    }
  }

  /// The names in a line without quotes.
  func split(_ line: String) -> [String] {
    switch self {
    case .blanks: line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
    case .byte(let byte):
      line.split(omittingEmptySubsequences: false) { $0.asciiValue == byte }.map { name in
        String(name.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
      }
    }
  }

  func isSeparator(_ byte: UInt8) -> Bool {
    switch self {
    case .blanks: byte == 0x20 || byte == 0x09
    case .byte(let own): byte == own
    }
  }
}
