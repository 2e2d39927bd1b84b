internal import Sky

/// Takes the bytes of a CSV file apart, row by row.
struct CSVReader {
  private let bytes: UnsafeRawBufferPointer
  private let source: String
  private var position = 0
  private var line = 1
  private var separator: CSVSeparator?
  /// The lines behind `#` before the first row; none beyond a thousand.
  private(set) var comments: [String] = []

  init(_ bytes: UnsafeRawBufferPointer, source: String) {
    self.bytes = bytes
    self.source = source
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next row that is neither empty nor a comment; nil at the end.
  mutating func nextRow() throws(SurveyError) -> CSVTable.Row? {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "#") || isAtLineEnd {
        noteComment()
        skipLine()
        continue
      }
      let separator =
        separator ?? ECSVHead(comments)?.separator
        ?? CSVSeparator(of: bytes[position...].prefix { $0 != UInt8(ascii: "\n") })
      self.separator = separator
      return try row(separator)
    }
    return nil
  }

  private mutating func noteComment() {
    guard separator == nil, bytes[position] == UInt8(ascii: "#"), comments.count < 1000 else {
      return
    }
    let text = bytes[position...].prefix(1 << 16).prefix { $0 != UInt8(ascii: "\n") }
    comments.append(String(decoding: text, as: UTF8.self).filter { $0 != "\r" })
  }

  private mutating func row(_ separator: CSVSeparator) throws(SurveyError) -> CSVTable.Row {
    let start = (line: line, position: position)
    var fields: [String] = []
    while true {
      fields.append(try field(separator, from: start.line))
      guard position - start.position <= CSVTable.longestRow else {
        throw SurveyError(
          "line \(start.line) of the catalog \(source) is longer than \(CSVTable.longestRow) "
            + "bytes; is it a CSV file?")
      }
      guard position < bytes.count, separator.isSeparator(bytes[position]) else { break }
      position += 1
      // Blanks at the end of a line are no empty field.
      if separator == .blanks {
        skipBlanks(separator)
        if position == bytes.count || isAtLineEnd { break }
      }
    }
    skipLine()
    return CSVTable.Row(line: start.line, fields: fields)
  }

  private mutating func skipBlanks(_ separator: CSVSeparator) {
    while position < bytes.count,
      bytes[position] == UInt8(ascii: " ")
        || separator == .blanks && separator.isSeparator(bytes[position])
    { position += 1 }
  }

  private mutating func field(
    _ separator: CSVSeparator, from firstLine: Int
  ) throws(SurveyError) -> String {
    skipBlanks(separator)
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      let start = position
      while position < bytes.count, !separator.isSeparator(bytes[position]), !isAtLineEnd {
        guard bytes[position] != 0 else {
          throw SurveyError(
            "line \(firstLine) of the catalog \(source) holds binary data; give a CSV file")
        }
        position += 1
      }
      return trimmed(bytes[start..<position])
    }
    return try quotedField(separator, from: firstLine)
  }

  private mutating func quotedField(
    _ separator: CSVSeparator, from firstLine: Int
  ) throws(SurveyError) -> String {
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.count, bytes[position] == byte else {
          while position < bytes.count, bytes[position] == UInt8(ascii: " "),
            !separator.isSeparator(bytes[position])
          { position += 1 }
          guard position == bytes.count || separator.isSeparator(bytes[position]) || isAtLineEnd
          else {
            throw SurveyError(
              "line \(firstLine) of the catalog \(source) has text after a closing quote; "
                + "write a quote inside a field twice")
          }
          return String(decoding: content, as: UTF8.self)
        }
        position += 1
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      content.append(byte)
      if content.count > CSVTable.longestRow { break }
    }
    throw SurveyError(
      "line \(firstLine) of the catalog \(source) opens a quote that is never closed; close it")
  }

  private var isAtLineEnd: Bool {
    bytes[position] == UInt8(ascii: "\n")
      || (bytes[position] == UInt8(ascii: "\r")
        && (position + 1 == bytes.count || bytes[position + 1] == UInt8(ascii: "\n")))
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    position += 1
    line += 1
  }

  private func trimmed(_ slice: Slice<UnsafeRawBufferPointer>) -> String {
    var slice = slice
    let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\t")]
    while let last = slice.last, blanks.contains(last) { slice.removeLast() }
    return String(decoding: slice, as: UTF8.self)
  }
}
