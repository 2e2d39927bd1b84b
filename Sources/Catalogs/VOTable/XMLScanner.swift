internal import Sky

/// Takes an XML text apart into tags and characters; no entities but the five and numbers, no
/// document types, nothing fetched.
struct XMLScanner {
  enum Token {
    /// The name has no prefix: "vot:TR" is TR.
    case open(name: String, attributes: [String: String], isEmpty: Bool)
    case close(name: String)
    case text(String)
  }

  private let bytes: UnsafeRawBufferPointer
  private let source: String
  private(set) var position = 0

  static let longestTag = 1 << 16

  init(_ bytes: UnsafeRawBufferPointer, source: String) {
    self.bytes = bytes
    self.source = source
  }

  /// The next tag, or the text before it; nil at the end.
  mutating func next() throws(SurveyError) -> Token? {
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "<") {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        return .text(Self.decoded(bytes[start..<position]))
      }
      if starts(with: "<!--") {
        try skip(past: "-->")
      } else if starts(with: "<![CDATA[") {
        let start = position + 9
        try skip(past: "]]>")
        return .text(String(decoding: bytes[start..<position - 3], as: UTF8.self))
      } else if starts(with: "<?") {
        try skip(past: "?>")
      } else if starts(with: "<!") {
        // A document type may name entities, which are not followed.
        let start = position
        try skip(past: ">")
        guard !bytes[start..<position].contains(UInt8(ascii: "[")) else {
          throw broken("it defines entities, which are not understood")
        }
      } else {
        return try tag()
      }
    }
    return nil
  }

  func broken(_ reason: String) -> SurveyError {
    SurveyError("cannot read the VOTable \(source): \(reason)")
  }

  /// Where the next `<` stands: for long texts that are not wanted as text.
  mutating func rawText() -> Slice<UnsafeRawBufferPointer> {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
    return bytes[start..<position]
  }

  private mutating func tag() throws(SurveyError) -> Token {
    let start = position + 1
    var (end, quote): (Int, UInt8) = (start, 0)
    while end < bytes.count, quote != 0 || bytes[end] != UInt8(ascii: ">") {
      let byte = bytes[end]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      end += 1
      guard end - start <= Self.longestTag else { throw broken("it has a tag without an end") }
    }
    guard end < bytes.count else { throw broken("it ends within a tag; fetch it again") }
    position = end + 1
    var content = bytes[start..<end]
    if content.first == UInt8(ascii: "/") {
      return .close(name: Self.local(String(decoding: content.dropFirst(), as: UTF8.self)))
    }
    let isEmpty = content.last == UInt8(ascii: "/")
    if isEmpty { content = content.dropLast() }
    let name = content.prefix { !Self.isBlank($0) }
    return .open(
      name: Self.local(String(decoding: name, as: UTF8.self)),
      attributes: Self.attributes(content.dropFirst(name.count)), isEmpty: isEmpty)
  }

  private static func attributes(_ text: Slice<UnsafeRawBufferPointer>) -> [String: String] {
    var (rest, result) = (text, [String: String]())
    while true {
      rest = rest.drop(while: isBlank)
      let name = rest.prefix { $0 != UInt8(ascii: "=") && !isBlank($0) }
      rest = rest.dropFirst(name.count).drop { isBlank($0) || $0 == UInt8(ascii: "=") }
      guard !name.isEmpty, let quote = rest.first, quote == 0x22 || quote == 0x27 else {
        return result
      }
      let value = rest.dropFirst().prefix { $0 != quote }
      rest = rest.dropFirst(value.count + 2)
      result[String(decoding: name, as: UTF8.self)] = decoded(value)
    }
  }

  private static func local(_ name: String) -> String {
    String(name.split(separator: ":").last ?? "").filter { !$0.isWhitespace }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
  }

  /// Text with its entities replaced; an unknown one stays as it stands.
  private static func decoded(_ raw: Slice<UnsafeRawBufferPointer>) -> String {
    let text = String(decoding: raw, as: UTF8.self)
    guard raw.contains(UInt8(ascii: "&")) else { return text }
    let named = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]
    return text.replacing(/&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/) { match in
      let entity = match.1
      if let replacement = named[String(entity)] { return replacement }
      let code =
        entity.hasPrefix("#x")
        ? UInt32(entity.dropFirst(2), radix: 16) : UInt32(entity.dropFirst())
      return code.flatMap(Unicode.Scalar.init).map(String.init) ?? String(match.0)
    }
  }

  private func starts(with text: String) -> Bool {
    bytes[position...].starts(with: text.utf8)
  }

  private mutating func skip(past text: String) throws(SurveyError) {
    let mark = Array(text.utf8)
    while position + mark.count <= bytes.count {
      if bytes[position] == mark[0], bytes[position...].starts(with: mark) {
        position += mark.count
        return
      }
      position += 1
    }
    throw broken("it ends within \(text == ">" ? "a declaration" : "a comment or a section")")
  }
}
